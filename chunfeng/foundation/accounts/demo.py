"""Accounts of the demo: one for each role, flagged, refused wherever the demo is off."""

from datetime import date, datetime

import pyotp
from django.conf import settings

from chunfeng.foundation.access import Role
from chunfeng.foundation.accounts import factors
from chunfeng.foundation.accounts.demo_words import PASSWORD, SECRET
from chunfeng.foundation.accounts.giving import make_user
from chunfeng.foundation.accounts.models import Post, SecondFactor, User
from chunfeng.foundation.accounts.refusals import Refused
from chunfeng.foundation.ciphers import Keyring
from chunfeng.kit.texts import text

__all__ = ["PASSWORD", "SECRET", "demo_code", "make_demo_accounts"]
BEGIN = date(2023, 1, 1)  # what the demo tells of is not older


def make_demo_accounts(
    *, county: int, town: int, village: int, next_county: int, keys: Keyring, at: datetime
) -> list[tuple[str, Role, int]]:
    """(login, role, region) of the demo's users; repeats change nothing."""
    if not settings.DEMO:
        raise Refused(text("Demo accounts exist in the demo only."))
    wanted = (
        ("county", "安县经办", Role.COUNTY, county),
        ("deputy", "石县副经办", Role.COUNTY, county),
        ("township", "春乡专员", Role.TOWNSHIP, town),
        ("village", "董村干部", Role.VILLAGE, village),
        ("neighbour", "薄邻县经办", Role.COUNTY, next_county),
        ("supervisor", "冯市督导", Role.SUPERVISOR, county // 10**8 * 10**8),
        ("analyst", "郝分析", Role.ANALYST, 0),
        ("auditor", "顾审计", Role.AUDITOR, county),
        ("privacy", "李隐私专员", Role.PRIVACY, 0),
        ("admin", "何管理员", Role.ADMIN, county),
    )
    for login, name, role, region in wanted:
        if User.objects.filter(login=login).exists():
            continue
        user = make_user(login=login, name=name, password=PASSWORD, at=at, demo=True)
        factor, _ = factors.new_totp(user, "demo", keys, secret=SECRET)
        SecondFactor.objects.filter(id=factor).update(confirmed_at=at)
        Post.objects.create(user=user, role=role, region=region, begins=BEGIN, given_at=at)
    return [(login, role, region) for login, _, role, region in wanted]


def demo_code(at: datetime) -> str:
    """What the app of every demo user shows at a moment."""
    return pyotp.TOTP(SECRET, interval=factors.PERIOD).at(at)
