"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Households, persons and their facts."""

    name = "chunfeng.stages.people"
    label = "people"
