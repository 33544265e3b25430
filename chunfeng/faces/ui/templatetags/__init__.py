"""Template tags every face may use."""
