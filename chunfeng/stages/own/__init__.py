"""One's own page: links that people of the register get by message, and the letters they write."""
