"""Snapshots: everything that is public, once a day, as files to take along."""
