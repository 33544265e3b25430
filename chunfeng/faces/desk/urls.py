"""The desk's routes, by noun."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
