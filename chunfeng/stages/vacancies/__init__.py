"""Vacancies: owns what work there is (the vacancy ledger), under which terms, its review, seats,
photos, search, and the interest people leave; takes in ledgers and what employers say at the desk.
Invariant: never more seats held than there are."""
