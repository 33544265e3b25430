"""Occupations, code lists, partner regions, farm calendar: facts that change with editions."""

from chunfeng.foundation.codes.lookup import Codes, CodesNotBuilt
from chunfeng.foundation.codes.occupations import Occupation, Occupations, fit

__all__ = ["Codes", "CodesNotBuilt", "Occupation", "Occupations", "fit"]
