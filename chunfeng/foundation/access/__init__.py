"""Who may do what: roles, purposes, data classes, the declaration of views, the one context."""

from chunfeng.foundation.access.context import (
    Context,
    NoContext,
    Own,
    current,
    entered,
    in_public,
    leave,
    on_own_page,
    visiting,
)
from chunfeng.foundation.access.declare import Access, Entry, access, declared, undeclared
from chunfeng.foundation.access.roles import (
    MATRIX,
    OFFICERS,
    POSTS,
    DataClass,
    Purpose,
    Right,
    Role,
    rights,
)

__all__ = [
    "MATRIX",
    "OFFICERS",
    "POSTS",
    "Access",
    "Context",
    "DataClass",
    "Entry",
    "NoContext",
    "Own",
    "Purpose",
    "Right",
    "Role",
    "access",
    "current",
    "declared",
    "entered",
    "in_public",
    "leave",
    "on_own_page",
    "rights",
    "undeclared",
    "visiting",
]
