"""Taking back what was left on the portal; how often one network may leave something."""

from typing import ClassVar

from django.db import migrations, models

from chunfeng.foundation.database.walls import GATE, PUBLIC, WORKER, gate, sql

RIGHTS = f"""
GRANT UPDATE (name, phone, phone_mask, phone_index, note, remark, shared_at, handled_at)
    ON vacancies_interest TO {GATE};
GRANT SELECT, INSERT, UPDATE, DELETE ON vacancies_tally TO {GATE};
"""
WIPE = """
    UPDATE vacancies_interest SET state = 'dropped', name = '', phone = NULL, phone_mask = '',
        phone_index = '\\x', note = '', remark = '', shared_at = NULL, code_hash = NULL,
        handled_at = coalesce(handled_at, moment)
"""
# Whoever holds the link holds the interest: the link is signed.
TAKE_BACK = f"""
BEGIN
    {WIPE} WHERE id = asked AND state <> 'dropped';
    RETURN FOUND;
END;
"""
# A code that came back ends everything of the same phone; as with confirming, five tries.
TAKE_BACK_ALL = f"""
DECLARE
    held vacancies_interest%ROWTYPE;
    number integer;
BEGIN
    SELECT * INTO held FROM vacancies_interest WHERE id = asked FOR UPDATE;
    IF held.id IS NULL OR held.state <> 'asked' OR held.tries >= 5 OR held.wish <> 'back'
            OR held.asked_at < moment - interval '10 minutes' THEN
        RETURN -2;
    END IF;
    IF held.code_hash IS DISTINCT FROM hash THEN
        UPDATE vacancies_interest SET tries = tries + 1 WHERE id = asked;
        RETURN -1;
    END IF;
    SELECT count(*) INTO number FROM vacancies_interest AS i
        WHERE i.phone_index = held.phone_index AND i.state <> 'dropped' AND i.wish <> 'back';
    {WIPE} WHERE phone_index = held.phone_index AND state <> 'dropped';
    RETURN number;
END;
"""
WIPE_OLD = f"""
DECLARE
    number integer;
BEGIN
    {WIPE} WHERE asked_at < moment - interval '365 days' AND (state <> 'dropped' OR name <> '');
    GET DIAGNOSTICS number = ROW_COUNT;
    RETURN number;
END;
"""
# Counted by the hour; two windows beside each other are never both full.
TALLY = """
DECLARE
    begun timestamptz := date_trunc('hour', moment);
    found integer;
BEGIN
    INSERT INTO vacancies_tally AS t (key, hour, number) VALUES (whose, begun, 1)
        ON CONFLICT (key, hour) DO UPDATE SET number = t.number + 1;
    DELETE FROM vacancies_tally AS t WHERE t.hour < moment - interval '1 day';
    SELECT sum(t.number) INTO found FROM vacancies_tally AS t
        WHERE t.key = whose AND t.hour > moment - interval '2 hours';
    RETURN found <= most;
END;
"""


class Migration(migrations.Migration):
    """The public site may wipe what its own link or a phone's code names, and read nothing."""

    dependencies: ClassVar = [
        ("vacancies", "0006_renamed_in_feed"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "hour", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BinaryField()),
                ("hour", models.DateTimeField()),
                ("number", models.IntegerField()),
            ],
        ),
        sql(RIGHTS),
        gate(
            "vacancies_take_back",
            "IN asked uuid, IN moment timestamptz",
            "boolean",
            TAKE_BACK,
            PUBLIC,
        ),
        gate(
            "vacancies_take_back_all",
            "IN asked uuid, IN hash bytea, IN moment timestamptz",
            "integer",
            TAKE_BACK_ALL,
            PUBLIC,
        ),
        gate("vacancies_wipe_old", "IN moment timestamptz", "integer", WIPE_OLD, WORKER),
        gate(
            "vacancies_may_leave",
            "IN whose bytea, IN most integer, IN moment timestamptz",
            "boolean",
            TALLY,
            PUBLIC,
        ),
    ]
