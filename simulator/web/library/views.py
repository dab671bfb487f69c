"""What the list and the page of a scenario answer to: looking, carrying out, copying, retiring, playing."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from simulator.coverage.inversion import Unreachable
from simulator.domain.text import LANGUAGES
from simulator.errors import Invalid
from simulator.phrases import words_of
from simulator.services import scenarios as service
from simulator.services.settings import THEMES
from simulator.services.trials import try_out
from simulator.web.catalogues import words
from simulator.web.context import db, now, stock
from simulator.web.filters import told
from simulator.web.language import language
from simulator.web.library.item import changes_of, item_page
from simulator.web.library.listing import list_href, listing_page, listing_rows, wanted_in, written_here
from simulator.web.library.room import bp, instructor, minted, page_in, seed_in
from simulator.web.library.words import notice_words
from simulator.web.looks import look_so
from simulator.web.spreadsheets import BYTE_ORDER_MARK, csv_lines


@bp.get("")
def index() -> str:
    """Show all scenarios, or those that are looked for."""
    who = instructor()
    page = listing_page(who, wanted_in(request.args), page_in(request.args.get("page", "1")))
    notice = notice_words(session.pop("library", ""))
    return render_template("library/listing.html", page=page, notice=notice, _=words(language()))


@bp.get("/scenarios.csv")
def as_csv() -> Response:
    """Give what is looked for as rows for a spreadsheet."""
    rows = "".join(csv_lines(listing_rows(instructor(), wanted_in(request.args))))
    return _file((BYTE_ORDER_MARK + rows).encode(), "scenarios.csv", "text/csv; charset=utf-8")


@bp.get("/scenarios.zip")
def export() -> Response:
    """Give what is looked for as a zip, of that what was written here; where it cannot be carried, say why."""
    who, wanted = instructor(), wanted_in(request.args)
    own = written_here(who, wanted)
    try:
        zipped = service.export(db(), person=who, stock=stock(), scenarios=own)
    except Invalid as refused:
        session["library"] = f"not_carried {told(words_of(refused))}"
        return redirect(list_href(wanted), 303)
    return _file(zipped, "scenarios.zip", "application/zip")


@bp.get("/<uuid:scenario_id>")
def show(scenario_id: UUID) -> str:
    """Show a scenario: what it is, what comes out of it, how hard it is, its history."""
    who, args = instructor(), request.args
    page = item_page(who, str(scenario_id), seed_in(args.get("seed", "")), args.get("market", ""))
    return render_template(
        "library/item.html", page=page, notice=notice_words(session.pop("library", "")), _=words(language())
    )


@bp.get("/<uuid:scenario_id>/scenario.yaml")
def export_one(scenario_id: UUID) -> Response:
    """Give the text of a scenario as a file."""
    instructor()
    text = service.text_in_force(db(), str(scenario_id), stock())
    return _file(text.encode(), f"{scenario_id}.yaml", "application/yaml; charset=utf-8")


@bp.get("/<uuid:scenario_id>/changes")
def changes(scenario_id: UUID) -> str:
    """Show what changed between two versions, or since one of them."""
    who, name = instructor(), str(scenario_id)
    before, after = page_in(request.args.get("before", "1")), page_in(request.args.get("after", "0"))
    lines = changes_of(who, name, before, after or None)
    page = {"id": name, "before": before, "after": after, "lines": lines}
    return render_template("library/changes.html", page=page, _=words(language()))


@bp.post("/<uuid:scenario_id>/duplicate")
def duplicate(scenario_id: UUID) -> Response:
    """Begin a draft as a copy, and go on to its editor."""
    who = instructor()
    new = service.duplicate(db(), str(scenario_id), person=who, stock=stock(), now=now(), new_id=minted("token"))
    return redirect(url_for("library.edit", scenario_id=new), 303)


@bp.post("/<uuid:scenario_id>/retire")
def retire(scenario_id: UUID) -> Response:
    """Take a scenario out of use."""
    service.retire(db(), str(scenario_id), person=instructor(), now=now())
    return _to(scenario_id, "retired")


@bp.post("/<uuid:scenario_id>/restore")
def restore(scenario_id: UUID) -> Response:
    """Bring a scenario back into use."""
    service.restore(db(), str(scenario_id), person=instructor(), now=now())
    return _to(scenario_id, "restored")


@bp.post("/<uuid:scenario_id>/play")
def play(scenario_id: UUID) -> Response:
    """Play a scenario on the real claim page, as a trial that counts nowhere."""
    return played(scenario_id)


def played(scenario_id: UUID) -> Response:
    """Put the scenario on the author's own desk as the form asks for it, and go there."""
    who, sent = instructor(), request.form
    try:
        item_id = try_out(
            db(),
            str(scenario_id),
            seed_in(sent.get("seed", "")),
            market=sent.get("market", ""),
            asked=minted("token"),
            person=who,
            stock=stock(),
            now=now(),
        )
    except Unreachable:
        return _to(scenario_id, "unreachable")
    wanted, theme = sent.get("language", ""), sent.get("theme", "")
    look_so(item_id, wanted if wanted in LANGUAGES else "", theme if theme in THEMES else "")
    return redirect(url_for("items.show", item_id=item_id), 303)


def _to(scenario_id: UUID, notice: str) -> Response:
    session["library"] = notice
    return redirect(url_for("library.show", scenario_id=scenario_id), 303)


def _file(body: bytes, name: str, kind: str) -> Response:
    response = FlaskResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
