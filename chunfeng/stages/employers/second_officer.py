"""Four eyes: whether an officer may verify an employer that she entered herself."""

from datetime import datetime

from django.utils import timezone

from chunfeng.foundation.access import Context
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import text
from chunfeng.stages.employers import conflicts, policy
from chunfeng.stages.employers.advancing import others
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.employers.refusals import Refused


def must_be_another(row: Employer, by: Context, at: datetime) -> None:
    """Refused for whoever entered the employer, as far as the policy of its region says."""
    if row.how != "form" or row.added_by != by.user:
        return
    rule = policy.on(timezone.localdate(at), row.region).second_officer
    if rule == "always" or (rule == "where_possible" and _there_is_another(row, by, at)):
        raise Refused(
            text("Whoever entered an employer does not verify it: ask a colleague to do it.")
        )


def _there_is_another(row: Employer, by: Context, at: datetime) -> bool:
    """Whether some other officer's post covers the employer, and no tie stands in the way."""
    for one in others(row.region, at):
        first, last = places().get(one.region).span
        if (
            one.user != by.user
            and first <= row.region <= last
            and not conflicts.refusal(row.id, row.contact, [one.user])
        ):
            return True
    return False
