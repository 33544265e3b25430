"""Casework: owns what was found on calls and visits, difficulties, services given, a household's
income; takes in people, spells and placements; gives out who is to be called, who is stably
employed and the five ones of a household. Invariants: what is due and what is stable is derived
from dated facts and never stored; the same form sent twice is noted once.
"""
