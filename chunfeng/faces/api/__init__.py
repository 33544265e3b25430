"""The API: what is public, for machines; more for partners with a key."""
