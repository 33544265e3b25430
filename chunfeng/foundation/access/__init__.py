"""Who may do what: roles, purposes, data classes, the declaration of views, the one context."""

from chunfeng.foundation.access.context import Context, NoContext, current, entered
from chunfeng.foundation.access.declare import Access, Entry, access, declared, undeclared
from chunfeng.foundation.access.roles import (
    MATRIX,
    OFFICERS,
    DataClass,
    Purpose,
    Right,
    Role,
    rights,
)

__all__ = [
    "MATRIX",
    "OFFICERS",
    "Access",
    "Context",
    "DataClass",
    "Entry",
    "NoContext",
    "Purpose",
    "Right",
    "Role",
    "access",
    "current",
    "declared",
    "entered",
    "rights",
    "undeclared",
]
