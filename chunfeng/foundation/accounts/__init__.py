"""Users, their posts, how they sign in, and what they are let into."""
