"""Occupations, code lists, partner regions, farm calendar: facts that change with editions."""

from chunfeng.foundation.codes.lookup import Code, Codes
from chunfeng.foundation.codes.occupations import Occupation, Occupations, fit

__all__ = ["Code", "Codes", "Occupation", "Occupations", "fit"]
