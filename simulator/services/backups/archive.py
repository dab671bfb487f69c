"""The file of a backup: a zip with the database, the secret key, and a manifest that says what both are."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from simulator.errors import Invalid
from simulator.json_codec import from_json, to_json
from simulator.persistence.copying import Progress

KIND = "simulator.backup.1"
_MANIFEST, _KEY, _DATABASE = "manifest.json", "secret_key", "database"
_LARGEST_TEXT = 64 * 1024
_AT_ONCE = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: when and by which version it was made, of what kind of database, at which migration.

    ``size`` is in bytes; ``sha256`` is that of the database.
    """

    kind: str
    made_at: datetime
    program: str
    database: str
    migration: str
    people: int
    works: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A backup that was opened: its manifest, the secret key in it, and the file that holds the database."""

    manifest: Manifest
    secret_key: str
    held: zipfile.ZipFile

    def extract(self, target: Path, progress: Progress) -> None:
        """Write the database into the new file *target*.

        Raises:
            Invalid: It is damaged, or another one than the manifest says.
        """
        seen = hashlib.sha256()
        try:
            with self.held.open(_DATABASE) as source, _private(target) as here:
                done = 0
                while done <= self.manifest.size and (part := source.read(_AT_ONCE)):
                    here.write(part)
                    seen.update(part)
                    done += len(part)
                    progress(done, self.manifest.size)
        except _BROKEN as error:
            raise Invalid("the database in it is damaged") from error
        if (seen.hexdigest(), done) != (self.manifest.sha256, self.manifest.size):
            raise Invalid("the database in it is not the one that was backed up")


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of the bytes of *file*."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def pack(file: Path, manifest: Manifest, *, secret_key: str, database: Path, progress: Progress) -> None:
    """Write the backup into the new *file*, which its owner alone can read."""
    with _private(file) as target, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_MANIFEST, to_json(manifest, indent=1))
        archive.writestr(_KEY, secret_key)
        with database.open("rb") as source, archive.open(_DATABASE, "w", force_zip64=True) as here:
            done = 0
            while part := source.read(_AT_ONCE):
                here.write(part)
                done += len(part)
                progress(done, manifest.size)


@contextmanager
def opened_archive(file: Path) -> Iterator[Archive]:
    """Open the backup *file*.

    Raises:
        Invalid: It cannot be read, or is no backup of this edition.
    """
    try:
        archive = zipfile.ZipFile(file)
    except OSError as error:
        raise Invalid((error.strerror or str(error)).lower()) from error
    except zipfile.BadZipFile as error:
        raise Invalid("it is no backup, or was cut short") from error
    with archive:
        yield _read(archive)


def _read(archive: zipfile.ZipFile) -> Archive:
    try:
        text, key = (_text(archive, name) for name in (_MANIFEST, _KEY))
        manifest = from_json(Manifest, text)
        key_text = key.decode().strip()
    except _BROKEN as error:
        raise Invalid("it is a zip, but no backup of the simulator, or damaged") from error
    except ValueError as error:
        raise Invalid("it says of itself nothing that this program understands") from error
    if manifest.kind != KIND:
        raise Invalid(f"it is of kind {manifest.kind[:60]!r}, and this program restores {KIND!r}")
    if not key_text or _DATABASE not in archive.namelist():
        raise Invalid("the key or the database is missing in it")
    return Archive(manifest=manifest, secret_key=key_text, held=archive)


def _text(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as opened:
        found = opened.read(_LARGEST_TEXT + 1)
    if len(found) > _LARGEST_TEXT:
        raise ValueError(f"{name} is too large")
    return found


@contextmanager
def _private(file: Path) -> Iterator[BinaryIO]:
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as opened:
        yield opened
