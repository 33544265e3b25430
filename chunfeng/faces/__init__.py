"""The faces: thin pages over the stages; none knows another."""
