"""What every stage stands on: places, codes, ledgers in. Knows no stage."""
