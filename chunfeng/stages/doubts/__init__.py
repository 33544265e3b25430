"""Doubts: owns the rules that tell which facts of people cannot both be true, and whom to ask."""
