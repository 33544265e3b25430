"""Messages to phones as an app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class MessagingConfig(AppConfig):
    """The outbox. Apps declare the templates of theirs in a module ``messages``."""

    name = "chunfeng.foundation.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Knows every template, and whether the channel asked for exists."""
        from chunfeng.foundation.messaging.channels import check_channel

        autodiscover_modules("messages")
        checks.register(check_channel)
