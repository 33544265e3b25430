"""Django's entry for the stage."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Vacancies(AppConfig):
    """The stage as Django knows it."""

    name = "chunfeng.stages.vacancies"
    label = "vacancies"

    def ready(self) -> None:
        """Every start migrates, and after it the feed looks where it is."""
        from chunfeng.stages.vacancies.feed import go_on  # once the apps are there

        post_migrate.connect(go_on, sender=self)
