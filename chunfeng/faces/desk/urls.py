"""The desk's routes, by noun. The shell of every signed-in page knows posts, account, manner and
signout by these names.
"""

from django.urls import URLPattern, path

from chunfeng.faces.desk.views import (
    applying,
    employer,
    entering,
    home,
    interested,
    proposed,
    publishing,
    recognitions,
    sites,
    vacancies,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="desk"),
    path("signin", entering.signin, name="desk-signin"),
    path("code", entering.code, name="desk-code"),
    path("employers", entering.posts, name="posts"),
    path("account", entering.account, name="account"),
    path("manner", entering.manner, name="manner"),
    path("signout", entering.signout, name="signout"),
    path("apply", applying.apply, name="desk-apply"),
    path("applied", applying.applied, name="desk-applied"),
    path("vacancies", vacancies.vacancies, name="desk-vacancies"),
    path("vacancies/new", publishing.new, name="desk-new"),
    path("vacancies/renew", vacancies.renew, name="desk-renew"),
    path("vacancies/<uuid:vacancy>", vacancies.vacancy, name="desk-vacancy"),
    path("vacancies/<uuid:vacancy>/step/<slug:step>", publishing.step, name="desk-step"),
    path("vacancies/<uuid:vacancy>/act/<slug:act>", vacancies.act, name="desk-act"),
    path("vacancies/<uuid:vacancy>/seats", vacancies.seats, name="desk-seats"),
    path("vacancies/<uuid:vacancy>/photos", publishing.photo, name="desk-photos"),
    path(
        "vacancies/<uuid:vacancy>/photos/<uuid:photo>/remove",
        publishing.photo_gone,
        name="desk-photo-remove",
    ),
    path("photos/<uuid:photo>/<slug:size>", publishing.photo_file, name="desk-photo"),
    path("occupations", publishing.occupation, name="desk-occupations"),
    path("interested", interested.interested, name="desk-interested"),
    path("proposed", proposed.proposed, name="desk-proposed"),
    path("proposed/arrivals", proposed.arrivals, name="desk-arrivals"),
    path("proposed/there/<slug:month>", proposed.month, name="desk-there"),
    path("proposed/<uuid:offer>/accept", proposed.accept, name="desk-accept"),
    path("proposed/<uuid:offer>/turn-down", proposed.turn_down, name="desk-turn-down"),
    path("proposed/<uuid:offer>/left", proposed.left, name="desk-left"),
    path("employer", employer.employer, name="desk-employer"),
    path("employer/change", employer.change, name="desk-employer-change"),
    path("sites", sites.sites, name="desk-sites"),
    path("sites/new", sites.new, name="desk-site-new"),
    path("sites/<uuid:site>", sites.change, name="desk-site"),
    path("sites/<uuid:site>/month", sites.month, name="desk-month"),
    path("recognitions", recognitions.recognitions, name="desk-recognitions"),
    path("recognitions/new", recognitions.new, name="desk-recognition-new"),
    path("recognitions/<uuid:recognition>", recognitions.recognition, name="desk-recognition"),
    path(
        "recognitions/<uuid:recognition>/certificate",
        recognitions.certificate,
        name="desk-certificate",
    ),
    path("recognitions/<uuid:recognition>/documents", recognitions.add, name="desk-documents"),
    path("documents/<uuid:document>", recognitions.document, name="desk-document"),
]
