"""Who reacts to what: the one place where an upstream stage's news meets downstream ears."""

from django.apps import AppConfig


class Wiring(AppConfig):
    """Enters the listeners once all apps are there."""

    name = "chunfeng.config"
    label = "config"
    default = True

    def ready(self) -> None:
        """people changed → their households are checked again, and their offers follow.

        somebody took their consent back → what is offered to them lapses.
        two records became one, or two again → their offers go along.
        people to be taken out of the register → whoever any stage knows something of stays.
        a region docked again → nobody is proposed what they declined, or a second place.
        a message about an offer → it carries a link to the person's own page.
        an employer stopped → nothing it offers is shown.
        a recognition suspended or ended → what was offered under it is paused, and who worked there
        is to be asked; lifted → nobody is to be asked any more.
        an employer renamed → what it offers is found by the new name.
        """
        from chunfeng.stages.casework import lost_places
        from chunfeng.stages.casework import queries as cared
        from chunfeng.stages.docking import queries as docked
        from chunfeng.stages.docking import standing
        from chunfeng.stages.doubts import operations as doubts
        from chunfeng.stages.employers import reactions as employers
        from chunfeng.stages.own import operations as own
        from chunfeng.stages.own import queries as pages
        from chunfeng.stages.people import reactions as people
        from chunfeng.stages.placements import operations as placements
        from chunfeng.stages.placements import queries as offers
        from chunfeng.stages.placements import telling
        from chunfeng.stages.vacancies import operations as vacancies
        from chunfeng.stages.vacancies import recutting

        people.listeners[:] = [doubts.check, placements.follow]
        people.withdrawals[:] = [placements.stop]
        people.merge_listeners[:] = [placements.join]
        people.undo_listeners[:] = [placements.part]
        standing.sources[:] = [offers.answered]
        people.ties[:] = [docked.known, offers.known, cared.known, pages.known]
        telling.linkers[:] = [own.for_message]
        employers.listeners[:] = [vacancies.employer_stopped]
        employers.loss_listeners[:] = [vacancies.recognition_lost, lost_places.note]
        employers.lift_listeners[:] = [lost_places.lift]
        employers.name_listeners[:] = [recutting.renamed]
