"""The portal's routes, by noun."""

from django.urls import URLPattern, path

from chunfeng.faces.portal.views import (
    app,
    employer,
    home,
    interest,
    place,
    report,
    search,
    told,
    vacancy,
    withdraw,
    workshops,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="portal-home"),
    path("vacancies", search.vacancies, name="portal-vacancies"),
    path("suggest", search.suggest, name="portal-suggest"),
    path("vacancies/<uuid:vacancy>", vacancy.vacancy, name="portal-vacancy"),
    path("vacancies/<uuid:vacancy>/notice", vacancy.notice, name="portal-notice"),
    path("vacancies/<uuid:vacancy>/interest", interest.interested, name="portal-interested"),
    path("vacancies/<uuid:vacancy>/report", report.of_vacancy, name="portal-report-vacancy"),
    path("photos/<uuid:photo>/<str:size>.jpg", vacancy.photo, name="portal-photo"),
    path("employers/<uuid:employer>", employer.employer, name="portal-employer"),
    path("employers/<uuid:employer>/report", report.of_employer, name="portal-report-employer"),
    path("workshops", workshops.workshops, name="portal-workshops"),
    path("interest", interest.wish, name="portal-interest"),
    path("interest/code/<str:token>", interest.code, name="portal-code"),
    path("interest/done/<str:token>", interest.done, name="portal-done"),
    path("interest/withdraw/<str:token>", withdraw.withdraw, name="portal-withdraw-link"),
    path("withdraw", withdraw.by_phone, name="portal-withdraw"),
    path("withdraw/<str:token>", withdraw.by_code, name="portal-withdraw-code"),
    path("report", report.anywhere, name="portal-report"),
    path("place", place.place, name="portal-place"),
    path("look", place.look, name="portal-look"),
    path("learn", told.learn, name="portal-learn"),
    path("help", told.assistance, name="portal-help"),
    path("about", told.about, name="portal-about"),
    path("accessibility", told.accessibility, name="portal-accessibility"),
    path("offline", told.offline, name="portal-offline"),
    path("sw.js", app.worker, name="portal-worker"),
    path("manifest.webmanifest", app.manifest, name="portal-manifest"),
]
