"""What comes in from a file: looked at first, problems by file and line, then all of it or nothing."""

import io
import zipfile
from base64 import b64decode, b64encode
from dataclasses import dataclass
from uuid import uuid4

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.authoring.archive import LARGEST_ZIP
from simulator.authoring.drafts import LONGEST
from simulator.errors import Conflict, Invalid, InvalidContent
from simulator.phrases import words_of
from simulator.services import scenarios as service
from simulator.services.scenarios import Arrivals
from simulator.web.catalogues import words
from simulator.web.context import db, now, stock
from simulator.web.language import language
from simulator.web.library.beginning import Answer, again
from simulator.web.library.problems import ProblemRow, problem_rows
from simulator.web.library.room import bp, instructor, minted
from simulator.web.security import takes

_ZIP = b"PK\x03\x04"
_ROOM = LARGEST_ZIP * 4 // 3 + 64 * 1024
"""Bytes of a form that carries the largest zip in letters, from the first look to the confirmation."""
_NOTHING = Arrivals(new=(), changed=(), same=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalPage:
    """What a file would bring; ``body`` carries it to the confirmation, ``text`` is a single file that has problems."""

    name: str
    arrivals: Arrivals
    problems: tuple[ProblemRow, ...]
    error: str
    body: str
    text: str
    token: str

    @property
    def count(self) -> int:
        """How many scenarios would be written."""
        return len(self.arrivals.new) + len(self.arrivals.changed)


@bp.post("/import")
@takes(_ROOM)
def look_at_file() -> Answer:
    """Look at a file or zip, and tell what it would bring; nothing is written."""
    instructor()
    name, body = _came()
    if not body:
        return again(file_error=str(_("Choose a file first: one scenario as YAML, or a zip of several.")))
    if len(body) > LARGEST_ZIP:
        mb = LARGEST_ZIP // 1024 // 1024
        return again(file_error=str(_("This file is too large: %(mb)s MB are the most. Send fewer at once.", mb=mb)))
    page = _arrival(name, body, dry_run=True)
    return _shown(page)


def _came() -> tuple[str, bytes]:
    """Return name and content of the file that was sent; a large one lay on disk until now."""
    file = request.files.get("file")
    if file is None:
        return "", b""
    with file.stream as stream:
        return file.filename or "", stream.read(LARGEST_ZIP + 1)


@bp.post("/import/bring")
@takes(_ROOM)
def bring_in() -> Answer:
    """Bring in what was looked at: all of it, or nothing."""
    instructor()
    try:
        body = b64decode(request.form.get("body", ""), validate=True)
    except ValueError:
        return again(file_error=str(_("The file did not arrive whole. Choose it once more.")))
    page = _arrival(request.form.get("name", ""), body, dry_run=False)
    if page.problems or page.error:
        return _shown(page)
    session["library"] = f"imported {page.count}"
    return redirect(url_for("library.index", state="draft"), 303)


@bp.post("/import/draft")
def open_as_draft() -> Response:
    """Open a file that has problems as a draft under a new id, to mend it in the editor."""
    who, sent = instructor(), request.form
    name, text = sent.get("name", "")[:160], sent.get("text", "")
    begun = service.begin_from_text(db(), text, name=name, person=who, stock=stock(), now=now(), new_id=minted("token"))
    return redirect(url_for("library.edit", scenario_id=begun), 303)


def _shown(page: ArrivalPage) -> tuple[str, int]:
    status = 422 if page.problems or page.error else 200
    return render_template("library/import.html", page=page, _=words(language())), status


def _arrival(name: str, body: bytes, *, dry_run: bool) -> ArrivalPage:
    """Return what came of a file, or what stands in its way."""
    name, is_zip = name[:160] or "scenario.yaml", name.endswith(".zip") or body.startswith(_ZIP)
    zipped = body if is_zip else _packed(name, body)
    arrivals, error = _NOTHING, ""
    problems: tuple[ProblemRow, ...] = ()
    try:
        arrivals = service.import_zip(db(), zipped, person=instructor(), stock=stock(), now=now(), dry_run=dry_run)
    except InvalidContent as invalid:
        problems = problem_rows(invalid.problems)
    except (Invalid, Conflict) as refused:
        error = words_of(refused)
    return ArrivalPage(
        name=name,
        arrivals=arrivals,
        problems=problems,
        error=error,
        body=b64encode(body).decode(),
        text="" if is_zip else _text(body),
        token=str(uuid4()),
    )


def _packed(name: str, body: bytes) -> bytes:
    """Return a single file as a zip, so that one goes the way of many."""
    buffer = io.BytesIO()
    plain = name.replace("\\", "/").rpartition("/")[2] or "scenario"
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr(plain if plain.endswith((".yaml", ".yml")) else f"{plain}.yaml", body)
    return buffer.getvalue()


def _text(body: bytes) -> str:
    """Return a file as text where it is one that an editor can hold."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= LONGEST else ""
