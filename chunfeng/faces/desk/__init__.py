"""The desk: employers say what they need, see who was proposed, confirm seats."""
