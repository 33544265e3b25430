"""The routes: one line a face."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("chunfeng.faces.workbench.urls"))]
