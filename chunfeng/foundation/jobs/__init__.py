"""Background work on the same PostgreSQL: killable at any moment, nothing lost, nothing doubled."""
