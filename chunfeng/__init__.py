"""Chunfeng (春风): docks people in poor households and real ways into work."""

__version__ = "0.1.0"
