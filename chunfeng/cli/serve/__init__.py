"""``chunfeng serve``: the database, the web server and the workers under one supervisor."""

from chunfeng.cli.serve.commands import database_roles, serve

__all__ = ["database_roles", "serve"]
