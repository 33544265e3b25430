"""Design tokens, components and form widgets every face uses."""
