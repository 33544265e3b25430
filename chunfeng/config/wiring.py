"""Who reacts to what: the one place where an upstream stage's news meets downstream ears."""

from django.apps import AppConfig


class Wiring(AppConfig):
    """Enters the listeners once all apps are there."""

    name = "chunfeng.config"
    label = "config"
    default = True

    def ready(self) -> None:
        """people changed → their households are checked again, and their offers follow.

        people to be taken out of the register → whoever was docked or offered a seat stays.
        a region docked again → nobody is proposed what they declined, or a second place.

        an employer stopped → nothing it offers is shown.
        """
        from chunfeng.stages.docking import queries as docked
        from chunfeng.stages.docking import standing
        from chunfeng.stages.doubts import operations as doubts
        from chunfeng.stages.employers import reactions as employers
        from chunfeng.stages.people import reactions as people
        from chunfeng.stages.placements import operations as placements
        from chunfeng.stages.placements import queries as offers
        from chunfeng.stages.vacancies import operations as vacancies

        people.listeners[:] = [doubts.check, placements.follow]
        standing.sources[:] = [offers.answered]
        people.ties[:] = [docked.known, offers.known]
        employers.listeners[:] = [vacancies.employer_stopped]
