"""The demo county: invented people and employers on real geography.

A ledger is made by pure functions of (places, seed, day). The shares and words they draw from are
in ``data/demo/``; nothing there or made from it is about a real person or employer.
"""
