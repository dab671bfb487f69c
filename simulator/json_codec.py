"""Frozen dataclasses to JSON text and back. One adapter a type, built once; no sets, so that a value has one text."""

import json
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


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


def to_plain(value: object) -> Any:
    """Return *value* as plain dictionaries, lists and texts, ready for a JSON column."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_plain(kind: type[T], plain: object) -> T:
    """Return the *kind* that plain dictionaries, lists and texts hold.

    Raises:
        ValueError: They hold no such thing; the error names the path.
    """
    value: T = _adapter(kind).validate_python(plain)
    return value


def canonical(plain: object) -> bytes:
    """Return plain dictionaries, lists and texts as the one text that they have: keys in order, nothing between them.

    Raises:
        ValueError: JSON has no text for what they hold.
    """
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def strictly_plain(text: bytes) -> object:
    """Return what JSON *text* holds, refusing what readers of JSON do not agree on.

    Raises:
        ValueError: It is no JSON in UTF-8, names a key twice, holds NaN or Infinity, or is nested too deeply.
    """
    try:
        return json.loads(text.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refused)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no number")
