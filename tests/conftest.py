"""Tests stand on pyproject's settings: no network, warnings are errors, random order."""
