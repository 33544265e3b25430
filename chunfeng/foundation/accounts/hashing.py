"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet)."""

    memory_cost = 19456  # KiB
    time_cost = 2
    parallelism = 1
