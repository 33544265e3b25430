"""Docking: takes people and vacancies, gives a proven plan with a reason for every line."""
