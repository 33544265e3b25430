"""The routes of the public site: one line a face."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("chunfeng.faces.portal.urls")),
    path("desk/", include("chunfeng.faces.desk.urls")),
    path("", include("chunfeng.faces.api.urls")),
]
handler404 = "chunfeng.faces.portal.views.told.absent"
handler500 = "chunfeng.faces.portal.views.told.failed"
