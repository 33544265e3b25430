"""Users and posts; nothing here is about the people the programme serves."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from chunfeng.foundation.access import Role


class UserManager(BaseUserManager["User"]):
    """Users are made by invitation only: this finds them."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with a sign-in name, whatever its case."""
        return self.get(login__iexact=username or "")


class User(AbstractBaseUser):
    """Somebody who signs in. ``login`` is a work name or work e-mail, never an ID number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    login = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=2, default="zh")
    large_text = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    demo = models.BooleanField(default=False)

    objects: ClassVar = UserManager()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar = []

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # a field there, a fact here
        """Whether the user may sign in."""
        return self.active


class Post(models.Model):
    """An assignment: a role in a region for a time, given by somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    region = models.BigIntegerField()  # 12-digit code; 0 is the nation
    begins = models.DateField()
    ends = models.DateField(null=True)  # last day
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(given_by=F("user")), name="accounts_post_given_by_another"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="accounts_post_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                condition=Q(revoked_at__isnull=True),
                name="accounts_post_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
