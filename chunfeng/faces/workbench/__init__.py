"""The officers' face: today, people, households, imports, posts, the log."""
