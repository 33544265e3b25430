"""What somebody may do about their own offers on their own page: read them, and answer."""

from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import GATE, OWN, gate, sql

ME = "(SELECT own_proved())"
OFFERS = f"""
CREATE POLICY own_reads ON placements_offer FOR SELECT TO {OWN}
    USING (person_id = (SELECT own_linked()));
CREATE POLICY own_answers ON placements_offer FOR UPDATE TO {OWN}
    USING (person_id = {ME} AND state IN ('made', 'agreed', 'confirmed'))
    WITH CHECK (person_id = {ME} AND state IN ('agreed', 'declined', 'lapsed'));
GRANT SELECT, UPDATE (state, reason, declined_by, shown_name, shown_facts, shown_at, updated_at)
    ON placements_offer TO {OWN};
CREATE POLICY own_says ON placements_offeranswer FOR INSERT TO {OWN}
    WITH CHECK (person_id = {ME} AND whose = 'person' AND how = 'link');
CREATE POLICY own_reads ON placements_offeranswer FOR SELECT TO {OWN} USING (person_id = {ME});
GRANT SELECT, INSERT ON placements_offeranswer TO {OWN};
GRANT SELECT ON placements_offer TO {GATE};
CREATE POLICY own_gate ON placements_offer FOR SELECT TO {GATE} USING (person_id = {ME});
"""
# Takes or gives back the seat of one's own offer and no other, and records it.
SEAT = f"""
DECLARE
    held placements_offer%ROWTYPE;
    done boolean;
BEGIN
    SELECT * INTO held FROM placements_offer WHERE id = asked AND person_id = {ME};
    IF held.id IS NULL THEN
        RETURN false;
    END IF;
    IF take THEN
        done := vacancies_take(held.vacancy_id, held.id, held.region, moment);
    ELSE
        done := vacancies_release(held.vacancy_id, held.id, moment);
    END IF;
    IF done THEN
        INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, subject,
                subject_id, fields, detail)
            VALUES (moment,
                CASE WHEN take THEN 'vacancy.seat_taken' ELSE 'vacancy.seat_released' END,
                app_user(), app_post(), app_post_role(), app_purpose(), held.region, 'vacancy',
                held.vacancy_id, '{{}}', jsonb_build_object('holder', held.id));
    END IF;
    RETURN done;
END;
"""


class Migration(migrations.Migration):
    """An offer is answered by the person it was made to."""

    dependencies: ClassVar = [("placements", "0003_desk"), ("own", "0002_walls")]
    operations: ClassVar = [
        sql(OFFERS),
        gate(
            "placements_own_seat",
            "IN asked uuid, IN take boolean, IN moment timestamptz",
            "boolean",
            SEAT,
            OWN,
        ),
    ]
