"""The API's description (OpenAPI 3.1): ninja's, with our words, every status and the key."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from chunfeng.faces.api import words
from chunfeng.faces.api.api import ROOT, api
from chunfeng.faces.api.problems import MEDIA_TYPE, TITLES, ProblemOut
from chunfeng.faces.api.routes.snapshot import TYPES

_PROBLEM = {"$ref": "#/components/schemas/ProblemOut"}
_WITH_KEY = {"changes", "snapshot_file"}
_KEY = {"type": "http", "scheme": "bearer", "description": "cf_…"}
_LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_FILE = {"schema": {"type": "string", "format": "binary"}}
_OF_PARAMETERS = {"Filters", "Search", "Since"}  # taken apart into the parameters themselves
_NAMES = {  # of path parameters that ninja knows as plain text
    "snapshot": "^[0-9]{8}T[0-9]{6}Z$",
    "file": "^[a-z]{1,20}[.](parquet|ndjson[.]zst)$",
    "name": "^[a-z_]{1,40}$",
}


def description() -> dict[str, Any]:
    """The whole description, in English."""
    return deepcopy(_made())


@cache
def _made() -> dict[str, Any]:
    told: dict[str, Any] = deepcopy(dict(api.get_openapi_schema(path_prefix=ROOT)))
    told["info"]["description"] = words.ABOUT.to("en")
    told["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    told["tags"] = [{"name": tag, "description": said.to("en")} for tag, said in words.TAGS.items()]
    del told["servers"]
    schemas = told["components"]["schemas"]
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"ProblemOut": problem}
    for name in _OF_PARAMETERS & schemas.keys():
        del schemas[name]
    told["components"] |= {"schemas": dict(sorted(schemas.items()))}
    told["components"]["securitySchemes"] = {"key": _KEY}
    for name, shape in schemas.items():
        _name_fields(name, shape)
    for operation in operations(told):
        _complete(operation)
    return told


def operations(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a description."""
    for methods in told["paths"].values():
        yield from methods.values()


def _name_fields(shape: str, told: dict[str, Any]) -> None:
    for name, field in told["properties"].items():
        field.pop("title", None)
        field["description"] = words.field(name, shape).to("en")


def _complete(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    summary, explained = words.OPERATIONS[name]
    operation["summary"], operation["description"] = summary.to("en"), explained.to("en")
    for parameter in operation["parameters"]:
        _complete_parameter(parameter)
    operation["security"] = [*([] if name in _WITH_KEY else [{}]), {"key": []}]
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    if name == "snapshot_file":
        content = dict.fromkeys(TYPES.values(), _FILE)
        answers["200"] = {"description": "OK", "content": content}
        answers["206"] = {"description": "Partial Content", "content": content}
    answers["200"]["headers"] = {one: {"schema": {"type": "string"}} for one in ("ETag", *_LIMITS)}
    answers["304"] = {"description": "Not Modified"}
    for status in _failures(operation):
        answers[str(status)] = _failure(status)
    operation["responses"] = dict(sorted(answers.items()))


def _complete_parameter(parameter: dict[str, Any]) -> None:
    schema, name = parameter["schema"], parameter["name"]
    if "anyOf" in schema:  # what may be left out is not null in an address
        schema |= schema.pop("anyOf")[0]
    for needless in ("title", "default") if schema.get("default", "") is None else ("title",):
        schema.pop(needless, None)
    parameter["description"] = words.PARAMETERS[name].to("en")
    if parameter["in"] == "path" and name in _NAMES:
        schema["pattern"] = _NAMES[name]


def _failures(operation: dict[str, Any]) -> list[int]:
    names = {one["name"] for one in operation["parameters"]}
    found = [401, 405, 429]
    if names & {"cursor", "since"}:
        found.append(400)
    if operation["operationId"] in _WITH_KEY:
        found.append(403)
    if operation["operationId"] == "snapshot_file":
        found.append(416)
    if any(one["in"] == "path" for one in operation["parameters"]) or "within" in names:
        found.append(404)
    if names:
        found.append(422)
    return found


def _failure(status: int) -> dict[str, Any]:
    _, title = TITLES[status]
    answer: dict[str, Any] = {
        "description": title.to("en"),
        "content": {MEDIA_TYPE: {"schema": _PROBLEM}},
    }
    if status == 429:
        names = ("Retry-After", *_LIMITS)
        answer["headers"] = {one: {"schema": {"type": "string"}} for one in names}
    return answer
