"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Runs and their finished chunks, beside the queue's own tables."""

    name = "chunfeng.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        """How workers treat the queue: what ended is kept in runs, not there."""
        from procrastinate.contrib.django import app

        app.worker_defaults.setdefault("delete_jobs", "always")
        # Seconds after which a worker told to stop tells its jobs, which end with their chunk.
        app.worker_defaults.setdefault("shutdown_graceful_timeout", 1)
