"""The routes of the API: one module a noun, with the shape of what it answers."""
