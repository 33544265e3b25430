"""The composition of the product: settings, routes, and who reacts to what."""
