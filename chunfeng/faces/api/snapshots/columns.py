"""The columns of the Parquet files; they are made of the shapes the API answers with."""

import types
from datetime import date, datetime
from typing import Any, Union, get_args, get_origin
from uuid import UUID

import pyarrow as pa
from ninja import Schema

_TYPES = {
    str: pa.string(),
    UUID: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("ms", tz="UTC"),
}


def columns(shape: type[Schema]) -> pa.Schema:
    """The columns of a shape, in its order."""
    fields = shape.model_fields.items()
    return pa.schema([pa.field(name, _type(one.annotation)) for name, one in fields])


def _type(annotation: Any) -> pa.DataType:
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(one for one in get_args(annotation) if one is not type(None))
    if get_origin(annotation) is list:
        return pa.list_(_type(get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        return pa.struct(list(columns(annotation)))
    return _TYPES[annotation]
