"""People: owns the person ledger (who needs work, under which constraints)."""
