"""Vacancies: owns the vacancy ledger (what work there is, under which terms)."""
