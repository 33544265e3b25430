"""Users and posts; nothing here is about the people the programme serves."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from chunfeng.foundation.access import POSTS, Role
from chunfeng.foundation.accounts.rules import canonical


class UserManager(BaseUserManager["User"]):
    """Users are made by invitation only: this finds them."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with a sign-in name, however it was typed."""
        return self.get(login=canonical(username or ""))


class User(AbstractBaseUser):
    """Somebody who signs in. ``login`` (canonical) is a work name or e-mail, never an ID number."""

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
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role if r in POSTS])
    region = models.BigIntegerField()  # 12-digit code; 0 is the nation
    begins = models.DateField()
    ends = models.DateField(null=True)  # last day
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["region"], name="accounts_post_region")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(given_by=F("user")), name="accounts_post_given_by_another"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="accounts_post_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region", "begins"],
                condition=Q(revoked_at__isnull=True),
                name="accounts_post_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Invitation(models.Model):
    """An offer to sign in. Only the hash of its token is kept.

    With a first post for somebody new; or for ``user``, who has lost password or second factor
    and gets no post by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.BinaryField(unique=True)
    login = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=20)
    region = models.BigIntegerField()
    begins = models.DateField()
    ends = models.DateField(null=True)
    # Both empty for the first administrator, who is invited from the command line.
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_in = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class SecondFactor(models.Model):
    """What somebody has beside the password: an app with a shared secret, or a passkey."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10)  # totp, passkey, recovery
    name = models.CharField(max_length=60)
    secret = models.BinaryField(null=True)  # totp: sealed; recovery: keyed hash of one code
    credential = models.BinaryField(null=True)
    public_key = models.BinaryField(null=True)
    sign_count = models.BigIntegerField(default=0)
    last_step = models.BigIntegerField(default=0)  # of TOTP: an older code is a replay
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["credential"], name="accounts_credential_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class SignIn(models.Model):
    """One session of a user, until it ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # The second factor, last time; none for a session that a recovery code began.
    proved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    agent = models.CharField(max_length=40, blank=True)  # browser and system, as told

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "ended_at"], name="accounts_signin_user")]

    def __str__(self) -> str:
        return str(self.id)


class Attempt(models.Model):
    """Failed attempts of one key: a name from one address, an address, or a name."""

    key = models.BinaryField(primary_key=True)  # keyed hash
    failed = models.IntegerField(default=0)
    since = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)


class SavedFilter(models.Model):
    """A list's filter under a name, for its owner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="accounts_filter_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Member(models.Model):
    """Somebody who signs in at the desk for one employer, by phone and code; never an officer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.UUIDField()  # of a later stage
    region = models.BigIntegerField()  # the employer's
    name = models.CharField(max_length=60)
    phone = models.BinaryField()  # sealed
    phone_mask = models.CharField(max_length=20)
    phone_index = models.BinaryField()
    language = models.CharField(max_length=2, default="zh")
    large_text = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employer", "phone_index"],
                condition=Q(ended_at__isnull=True),
                name="accounts_member_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["phone_index"], name="accounts_member_phone"),
            models.Index(fields=["region"], name="accounts_member_region"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MemberCode(models.Model):
    """The one code a phone may sign in with; only its keyed hash is kept."""

    phone_index = models.BinaryField(primary_key=True)
    code_hash = models.BinaryField()
    asked_at = models.DateTimeField()
    tries = models.IntegerField(default=0)


class MemberSession(models.Model):
    """One session of a member, until it ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sessions")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    agent = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.id)
