"""Views, one module a noun; each parses, calls one door, and shows."""
