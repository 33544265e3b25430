"""The app of partners."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Keys and limits of the API."""

    name = "chunfeng.foundation.partners"
    label = "partners"
