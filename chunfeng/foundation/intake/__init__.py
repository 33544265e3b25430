"""Ledgers in: files become typed rows, and every doubtful cell becomes an issue."""
