"""Seals: whose export a text is, and whether anybody changed it since.

The seal is an HMAC over the canonical bytes, made with a key derived from the secret key of the installation: only that
installation can make it and only that installation can check it. The mark names the installation and gives nothing of
its key away.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum

from itsdangerous import Signer

from simulator.errors import Invalid
from simulator.json_codec import canonical

WORK = "simulator.work.1"
REPORT = "simulator.report.2"
KINDS = (WORK, REPORT)
"""What a sealed export says it is, with the edition of its layout: a record of work, the report of a candidate."""
LARGEST = 32 * 1024 * 1024
"""Bytes of a file: no export is longer, and none that is longer is read."""
_PARTS = {"kind", "record", "installation", "signature"}
_MARK_LENGTH = 16


class Seal(StrEnum):
    """What the seal says: made here and nothing changed, changed since, or made by another installation."""

    OURS = "ours"
    CHANGED = "changed"
    ANOTHER = "another"


def sealed(record: Mapping[str, object], key: str, *, kind: str = WORK) -> dict[str, object]:
    """Return *record* under its kind, with the mark of the installation of *key* and its signature."""
    mark = mark_of(key)
    return {"kind": kind, "record": record, "installation": mark, "signature": _signature(kind, record, mark, key)}


def as_file(record: Mapping[str, object], key: str, *, kind: str = WORK) -> bytes:
    """Return the sealed *record* as the file that is given out, JSON in UTF-8.

    Raises:
        Invalid: It would be longer than what is read again.
    """
    body = f"{json.dumps(sealed(record, key, kind=kind), ensure_ascii=False, indent=1)}\n".encode()
    if len(body) > LARGEST:
        raise Invalid(f"The file would have {len(body) / 1e6:.1f} MB, and {LARGEST / 1e6:.0f} MB are read again.")
    return body


def mark_of(key: str) -> str:
    """Return the public name of the installation that has that secret *key*."""
    return _signer(f"{WORK}.installation", key).get_signature(b"mark").decode()[:_MARK_LENGTH]


def opened(plain: object) -> Mapping[str, object]:
    """Return the parts of a sealed export.

    Raises:
        Invalid: It is none, or one of a layout that this program does not know.
    """
    if not isinstance(plain, dict) or not isinstance(kind := plain.get("kind"), str):
        raise Invalid("it is JSON, but no exported record of work and no report")
    if kind not in KINDS:
        raise Invalid(f"it is of kind {kind[:60]!r}, and this program reads {' and '.join(map(repr, KINDS))}")
    texts = (plain.get("installation"), plain.get("signature"))
    if set(plain) != _PARTS or not all(isinstance(text, str) for text in texts):
        raise Invalid("such a file has kind, record, installation and signature, and nothing else")
    try:
        canonical(plain)
    except (ValueError, RecursionError) as error:
        raise Invalid("it holds what no export holds: broken characters, or parts nested without end") from error
    return plain


def seal_of(parts: Mapping[str, object], key: str) -> Seal:
    """Return what the seal on *parts* says to the installation of *key*."""
    kind, mark, record = str(parts["kind"]), str(parts["installation"]), parts["record"]
    if mark != mark_of(key):
        return Seal.ANOTHER
    signer = _signer(f"{kind}.record", key)
    signed = signer.verify_signature(_signed(kind, record, mark), str(parts["signature"]).encode())
    return Seal.OURS if signed else Seal.CHANGED


def _signature(kind: str, record: object, mark: str, key: str) -> str:
    return _signer(f"{kind}.record", key).get_signature(_signed(kind, record, mark)).decode()


def _signed(kind: str, record: object, mark: str) -> bytes:
    return canonical({"kind": kind, "record": record, "installation": mark})


def _signer(salt: str, key: str) -> Signer:
    return Signer(key, salt=salt, key_derivation="hmac", digest_method=hashlib.sha256)
