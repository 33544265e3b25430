"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, posts, second factors, sessions."""

    name = "chunfeng.foundation.accounts"
    label = "accounts"
