"""Placements: owns offers of seats, what was answered, who arrived and is still there; takes in
vacancies, their seats and people; gives the register its spells of work.
Invariants: never more agreements than seats, and one full-time placement of a person at a time.
"""
