"""Partners who read in bulk: their keys, and how much each of them and each stranger may ask."""
