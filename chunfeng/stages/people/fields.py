"""Which table holds which ledger field, and which of them are sealed."""

from collections.abc import Mapping

from chunfeng.stages.people.sheets import PEOPLE

HOUSEHOLD: Mapping[str, str] = {  # ledger field: column
    "household_no": "number",
    "categories": "categories",
    "settlement": "settlement",
    "lon": "lon",
    "lat": "lat",
}
PERSON = (
    "person_no", "name", "sex", "birth_date", "ethnic_group", "relation", "residence",
    "not_willing_reason", "remarks", "collector", "collected_on",
)  # fmt: skip
PROFILE = (
    "education", "in_school", "work_capacity", "work_limits", "care", "care_count", "hours_per_day",
    "hours_window", "busy_months", "commute_km", "commute_minutes", "vehicle", "shuttle_needed",
    "skills", "certificates", "certificates_until", "experience", "experience_years",
    "driving_licence", "putonghua", "change_wanted", "willing", "wish_reach", "wish_places",
    "wish_occupations", "pay_min", "wish_forms", "board_needed", "available_from", "company",
    "escort", "training_wish", "school_wish",
)  # fmt: skip
CONTACT_SEALED = ("phone", "address", "backup")
SECRET_SEALED = ("id_number", "health", "disability_type", "disability_grade", "poverty_cause")
SEALED = frozenset({*CONTACT_SEALED, *SECRET_SEALED})
SPELL = (
    "status", "work_place", "work_employer", "work_post", "work_since", "income", "has_contract",
    "insured",
)  # fmt: skip
CONSENT = ("consent", "consent_on")
OCCUPATIONS = frozenset(column.field for column in PEOPLE if column.kind.value == "occupations")
TEXT_COLUMNS = frozenset(  # empty, never NULL, where nothing is given
    {
        "settlement", "number", "person_no", "sex", "ethnic_group", "relation",
        "not_willing_reason", "remarks", "collector", "education", "work_capacity",
        "driving_licence", "willing",
    }
)  # fmt: skip
