"""Seals: whose export a text is, and whether anybody changed it since.

The seal is an HMAC over the canonical bytes, made with a key derived from the secret key of the installation: only that
installation can make it and only that installation can check it. The mark names the installation and gives nothing of
its key away.
"""

import hashlib
from collections.abc import Mapping
from enum import StrEnum

from itsdangerous import Signer

from simulator.errors import Invalid
from simulator.json_codec import canonical

KIND = "simulator.work.1"
"""What a sealed record of work says it is, with the edition of its layout."""
_PARTS = {"kind", "record", "installation", "signature"}
_MARK_LENGTH = 16


class Seal(StrEnum):
    """What the seal says: made here and nothing changed, changed since, or made by another installation."""

    OURS = "ours"
    CHANGED = "changed"
    ANOTHER = "another"


def sealed(record: Mapping[str, object], key: str) -> dict[str, object]:
    """Return *record* under its kind, with the mark of the installation of *key* and its signature."""
    mark = mark_of(key)
    return {"kind": KIND, "record": record, "installation": mark, "signature": _signature(record, mark, key)}


def mark_of(key: str) -> str:
    """Return the public name of the installation that has that secret *key*."""
    return _signer(key, "installation").get_signature(b"mark").decode()[:_MARK_LENGTH]


def opened(plain: object) -> Mapping[str, object]:
    """Return the parts of a sealed export.

    Raises:
        Invalid: It is none, or one of a layout that this program does not know.
    """
    if not isinstance(plain, dict) or not isinstance(kind := plain.get("kind"), str):
        raise Invalid("it is JSON, but no exported record of work")
    if kind != KIND:
        raise Invalid(f"it is of kind {kind[:60]!r}, and this program reads {KIND!r}")
    texts = (plain.get("installation"), plain.get("signature"))
    if set(plain) != _PARTS or not all(isinstance(text, str) for text in texts):
        raise Invalid("a record of work has kind, record, installation and signature, and nothing else")
    try:
        canonical(plain)
    except (ValueError, RecursionError) as error:
        raise Invalid("it holds what no export holds: broken characters, or parts nested without end") from error
    return plain


def seal_of(parts: Mapping[str, object], key: str) -> Seal:
    """Return what the seal on *parts* says to the installation of *key*."""
    mark, record = str(parts["installation"]), parts["record"]
    if mark != mark_of(key):
        return Seal.ANOTHER
    signed = _signer(key, "record").verify_signature(_signed(record, mark), str(parts["signature"]).encode())
    return Seal.OURS if signed else Seal.CHANGED


def _signature(record: object, mark: str, key: str) -> str:
    return _signer(key, "record").get_signature(_signed(record, mark)).decode()


def _signed(record: object, mark: str) -> bytes:
    return canonical({"kind": KIND, "record": record, "installation": mark})


def _signer(key: str, of: str) -> Signer:
    return Signer(key, salt=f"{KIND}.{of}", key_derivation="hmac", digest_method=hashlib.sha256)
