"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Events and seals."""

    name = "chunfeng.foundation.audit"
    label = "audit"
