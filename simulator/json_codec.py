"""Frozen dataclasses to JSON text and back. One adapter a type, built once; sets never occur, so a value has one text."""

import json
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(value: object, *, indent: int | None = None) -> str:
    """Return *value*, a dataclass or a plain structure, as JSON text with keys in their own order."""
    plain = _adapter(type(value)).dump_python(value, mode="json")
    separators = None if indent else (",", ":")
    return json.dumps(plain, ensure_ascii=False, indent=indent, separators=separators)


def from_json(kind: type[T], text: str | bytes) -> T:
    """Return the *kind* that *text* holds.

    Raises:
        pydantic.ValidationError: The text is no such thing; the error names the path.
    """
    value: T = _adapter(kind).validate_json(text)
    return value
