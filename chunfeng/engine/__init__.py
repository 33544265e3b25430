"""The docking engine: seekers to opportunities, with a certificate of how good the plan is.

Pure numbers: it imports nothing else of Chunfeng.
"""

from chunfeng.engine.instance import Instance
from chunfeng.engine.plan import Plan, PlanError, Progress
from chunfeng.engine.quotas import Cap, Reserve
from chunfeng.engine.solve import resolve, solve
from chunfeng.engine.verify import verify

__all__ = [
    "Cap",
    "Instance",
    "Plan",
    "PlanError",
    "Progress",
    "Reserve",
    "resolve",
    "solve",
    "verify",
]
