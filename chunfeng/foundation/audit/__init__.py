"""The one spine: every write and every look appends an event; seals make tampering visible."""
