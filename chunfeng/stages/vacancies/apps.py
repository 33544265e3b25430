"""Django's entry for the stage."""

from django.apps import AppConfig


class Vacancies(AppConfig):
    """The stage as Django knows it."""

    name = "chunfeng.stages.vacancies"
    label = "vacancies"
