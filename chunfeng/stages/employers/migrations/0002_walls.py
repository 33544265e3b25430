"""Officers within their region, an employer within itself, the public what is verified."""

from collections.abc import Iterator
from typing import ClassVar

from django.db import migrations

from chunfeng.foundation.database.walls import (
    DESK,
    GATE,
    OFFICER,
    PUBLIC,
    gate,
    protect,
    sql,
    tie,
)

OPEN_FACTS = (
    "id, region, name, name_key, kind, credit_code, industry, place, address, about, state,"
    " stay_share, created_at, updated_at"
)
FACTS = f"{OPEN_FACTS}, contact, phone_mask, state_reason, state_on, how, version"
OFFICE = f"{FACTS}, phone_index, verified_by, added_by"
OWN = "employer_id = (SELECT app_employer())"
BELOW = ("site", "recognition", "document", "payroll", "closedflag")


def policies() -> Iterator[str]:
    """The walls of an employer's own facts, and what anybody may see of them."""
    yield f"CREATE POLICY verified ON employers_employer FOR SELECT TO {OFFICER}, {PUBLIC}"
    yield " USING (state = 'verified');"
    yield f"CREATE POLICY own ON employers_employer TO {DESK}"
    yield " USING (id = (SELECT app_employer())) WITH CHECK (id = (SELECT app_employer()));"
    yield f"CREATE POLICY applies ON employers_employer FOR INSERT TO {PUBLIC}"
    yield " WITH CHECK (state = 'applied' AND how = 'desk');"
    yield f"GRANT SELECT ({OPEN_FACTS}) ON employers_employer TO {PUBLIC};"
    yield f"GRANT INSERT ON employers_employer TO {PUBLIC};"
    yield f"GRANT SELECT ({FACTS}) ON employers_employer TO {DESK};"
    yield "GRANT UPDATE (about, address, contact, phone, phone_mask, phone_index, version,"
    yield f" updated_at) ON employers_employer TO {DESK};"
    verified = "EXISTS (SELECT FROM employers_employer AS e WHERE e.id = employer_id"
    yield f"CREATE POLICY verified ON employers_site FOR SELECT TO {OFFICER}, {PUBLIC}"
    yield f" USING ({verified} AND e.state = 'verified'));"
    yield f"CREATE POLICY recognised ON employers_recognition FOR SELECT TO {OFFICER}, {PUBLIC}"
    yield " USING (state = 'recognised');"
    yield f"GRANT SELECT ON employers_site TO {PUBLIC};"
    yield "GRANT SELECT (id, employer_id, site_id, region, kind, sub_kind, level, state, number,"
    yield f" valid_from, valid_until) ON employers_recognition TO {PUBLIC};"
    for table in ("site", "recognition", "document", "payroll"):
        yield f"CREATE POLICY own ON employers_{table} TO {DESK} USING ({OWN}) WITH CHECK ({OWN});"
        yield f"GRANT SELECT, INSERT ON employers_{table} TO {DESK};"
    yield f"GRANT UPDATE ON employers_site, employers_payroll TO {DESK};"
    yield f"CREATE POLICY own ON employers_step FOR SELECT TO {DESK} USING (EXISTS (SELECT FROM"
    yield " employers_recognition AS r WHERE r.id = recognition_id));"
    yield f"GRANT SELECT ON employers_step TO {DESK};"


NEW_AT_THE_DESK = f"""
CREATE POLICY new_at_the_desk ON employers_recognition AS RESTRICTIVE FOR INSERT TO {DESK}
    WITH CHECK (state = 'applied');
CREATE UNIQUE INDEX employers_code_in_county ON employers_employer
    ((region / 1000000), credit_code) WHERE credit_code <> '' AND state <> 'closed';
ALTER TABLE employers_recognition ADD CONSTRAINT employers_recognition_in_region
    UNIQUE (id, region);
"""
PHONE_READ = f"""
GRANT SELECT ON employers_employer TO {GATE};
CREATE POLICY gate ON employers_employer FOR SELECT TO {GATE} USING (true);
"""
PHONE = """
DECLARE
    place bigint;
    value bytea;
BEGIN
    IF app_user() IS NULL OR app_post() IS NULL THEN
        RAISE EXCEPTION 'nobody is asking';
    END IF;
    SELECT e.region, e.phone INTO place, value FROM employers_employer AS e
        WHERE e.id = wanted AND e.region BETWEEN app_lo() AND app_hi();
    IF place IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_event (at, kind, "user", post, role, purpose, region, subject, subject_id,
            fields, detail)
        VALUES (moment, 'employer.revealed', app_user(), app_post(), app_post_role(),
            app_purpose(), place, 'employer', wanted, ARRAY['phone'], '{}');
    RETURN value;
END;
"""


class Migration(migrations.Migration):
    """Nothing of an employer is readable before this has run."""

    dependencies: ClassVar = [
        ("employers", "0001_initial"),
        ("database", "0002_employer"),
        ("audit", "0004_public"),
    ]
    operations: ClassVar = [
        protect("employers_employer", read=OFFICE.split(", ")),
        *[protect(f"employers_{table}") for table in (*BELOW, "step")],
        *[tie(f"employers_{t}", parent="employers_employer", key="employer_id") for t in BELOW],
        sql("".join(policies())),
        sql(NEW_AT_THE_DESK),
        tie("employers_step", parent="employers_recognition", key="recognition_id"),
        sql(PHONE_READ),
        gate(
            "employers_phone",
            "IN wanted uuid, IN moment timestamptz",
            "bytea",
            PHONE,
            OFFICER,
        ),
    ]
