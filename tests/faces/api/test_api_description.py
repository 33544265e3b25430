"""The API's description: current, complete, and kept to whatever is asked (schemathesis)."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chunfeng.faces.api import words
from chunfeng.faces.api.documents import description, operations
from chunfeng.faces.api.snapshots import stored
from chunfeng.foundation.partners import admission
from chunfeng.foundation.partners.scopes import Scope
from tests.cast import NOW
from tests.faces.api.document import COMMITTED, written
from tests.faces.api.market import Unwalled, employer, some_vacancies, workshop
from tests.public import at_the_public_site

EXAMPLES = 30  # of each operation, mode and caller
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def test_the_committed_description_is_current() -> None:
    assert COMMITTED.read_text("utf-8") == written(), "python -m tests.faces.api.document"


def test_every_operation_parameter_and_field_has_its_words_in_both_languages() -> None:
    told = description()
    for operation in operations(told):
        assert operation["summary"], operation["operationId"]
        names = {one["name"] for one in operation["parameters"]}
        assert all(words.PARAMETERS[name].to("zh") for name in names)
    for shape in told["components"]["schemas"].values():
        assert all(field["description"] for field in shape["properties"].values())


def test_every_operation_says_what_becomes_of_too_many_requests() -> None:
    for operation in operations(description()):
        assert {"200", "304", "401", "405", "429"} <= operation["responses"].keys()
        assert "Retry-After" in operation["responses"]["429"]["headers"]


def public_app() -> Callable[..., list[bytes]]:
    """The public site as a WSGI application of this process, under its own login."""
    with at_the_public_site():
        handler = WSGIHandler()

    def answered(environ: dict[str, Any], start: Any) -> list[bytes]:
        for told in (request_started, request_finished):  # as the test client: the test's own
            told.disconnect(close_old_connections)  # connection stays open
        try:
            with at_the_public_site():
                return [b"".join(handler(environ, start))]
        finally:
            for told in (request_started, request_finished):
                told.connect(close_old_connections)

    return answered


@pytest.fixture
def market(unwalled: Unwalled, folder: Path) -> dict[str, str]:
    """Something to be found of every kind, by the name of its parameter."""
    with unwalled():
        vacancy, *_ = some_vacancies(4)
        of = employer(2)
        shop = workshop(of)
    made = folder / "20261123T020000Z"
    made.mkdir(parents=True)
    (made / "vacancies.parquet").write_bytes(b"PAR1")
    file = stored.File(
        name="vacancies.parquet", content="vacancies", format="parquet", rows=0, bytes=4, sha256="0"
    )
    snapshot = stored.Snapshot(name=made.name, made_at=NOW, xact=1, files=[file])
    stored.write_manifest(made, snapshot)
    return {
        "vacancy": str(vacancy), "employer": str(of.id), "workshop": str(shop.id),
        "code": "610926", "name": "channel", "snapshot": made.name, "file": file.name,
    }  # fmt: skip


def described() -> Any:
    """The description as schemathesis reads it, with the public site behind it."""
    schema = schemathesis.openapi.from_dict(description())
    schema.app = public_app()
    return schema


@pytest.mark.django_db
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("with_key", [False, True])
@pytest.mark.usefixtures("market")
def test_whatever_is_asked_is_answered_as_described(
    made_key: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    mode: GenerationMode,
    with_key: bool,
) -> None:
    monkeypatch.setattr(admission, "FREE", 10**6)
    headers = {"Authorization": f"Bearer {made_key(*Scope)}"} if with_key else {}
    statuses: Counter[int] = Counter()
    for found in described().get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not operation.definition.raw["parameters"]:
            continue  # nothing about it can be wrong

        @hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.seed(7)
        @hypothesis.given(operation.as_strategy(generation_mode=mode))
        def asks(case: schemathesis.Case) -> None:
            response = case.call(headers=headers)
            statuses[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        asks()
    assert statuses.total() > 10 * EXAMPLES // 2
    assert statuses[200 if mode is GenerationMode.POSITIVE else 422] > EXAMPLES
    assert with_key or statuses[401]


@pytest.mark.django_db
def test_what_is_there_is_answered_as_described(
    market: dict[str, str], made_key: Callable[..., str]
) -> None:
    headers = {"Authorization": f"Bearer {made_key(*Scope)}"}
    for found in described().get_all_operations():
        operation = found.ok()
        names = [one["name"] for one in operation.definition.raw["parameters"]
                 if one["in"] == "path"]  # fmt: skip
        case = operation.Case(path_parameters={name: market[name] for name in names})
        response = case.call(headers=headers)
        assert response.status_code == 200, case.formatted_path
        case.validate_response(response, checks=CHECKS)
