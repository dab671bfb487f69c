"""What a debrief answers to. Opening it is an act, since it makes the decision final; reading it writes nothing."""

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from simulator.desk.state import Status
from simulator.errors import AlreadyDecided, NotFound
from simulator.json_codec import from_json
from simulator.persistence.items import SITTING, scorecard_of
from simulator.scoring.debrief import Debrief, Taught, debrief
from simulator.scoring.scorecard import Scorecard
from simulator.services import shifts
from simulator.services.shifts import Desk, Stale, determinations, stored
from simulator.services.twins import take_twin
from simulator.web.catalogues import words
from simulator.web.context import content, db, now, person
from simulator.web.debriefs.exported import record_file
from simulator.web.debriefs.page import debrief_page
from simulator.web.debriefs.said import said_of
from simulator.web.debriefs.twins import twin_part
from simulator.web.items.views import weights
from simulator.web.language import language

bp = Blueprint("debriefs", __name__, url_prefix="/items")


@bp.post("/<uuid:item_id>/debrief")
def see(item_id: UUID) -> Response:
    """Close the claim, so that its decision stands, and go to its debrief."""
    desk = _desk(item_id)
    if desk.state.status is Status.DECIDED:
        with suppress(Stale, AlreadyDecided):
            shifts.close(db(), desk, weights=weights(), now=now())
    return redirect(url_for("debriefs.show", item_id=item_id), 303)


@bp.get("/<uuid:item_id>/debrief")
def show(item_id: UUID) -> str:
    """Show the debrief; while the claim is not closed, say what has to be done first."""
    desk = _desk(item_id)
    if desk.state.status is not Status.CLOSED:
        return render_template("debriefs/not_yet.html", desk=desk)
    page = debrief_page(desk, told(desk), language())
    said = said_of(item_id, page.told)
    twin = twin_part(desk) if person().has_account else None
    return render_template(
        "debriefs/debrief.html", page=page, told=page.told, said=said, twin=twin, _=words(language())
    )


@bp.get("/<uuid:item_id>/export.json")
def export(item_id: UUID) -> Response:
    """Give the record of one's own finished claim as a file that `simulator verify` reads."""
    return record_file(_desk(item_id), person())


@bp.post("/<uuid:item_id>/twin")
def twin(item_id: UUID) -> Response:
    """Put the twin of a closed claim on the desk and go to it."""
    desk = _desk(item_id)
    if desk.state.status is not Status.CLOSED:
        raise NotFound(f"The claim {item_id} is not closed yet.")
    return redirect(url_for("items.show", item_id=take_twin(db(), desk, content=content(), now=now())), 303)


def told(desk: Desk) -> Debrief:
    """Return the debrief of a closed claim, from the scorecard and the determination that were stored with it.

    Raises:
        NotFound: It has no scorecard.
    """
    card = scorecard_of(db(), desk.item_id)
    if card is None:
        raise NotFound(f"There is no scorecard of item {desk.item_id}.")
    return debrief(
        desk.state,
        determinations(db(), desk, desk.state),
        from_json(Scorecard, card.body),
        exercise=desk.exercise,
        rules=desk.rules,
        weights=weights(),
        taught=stored(db(), Taught, desk.scenario_hash),
    )


def _desk(item_id: UUID) -> Desk:
    """Return the desk of an own item; a sitting has no debriefs, since others sit the same scenarios."""
    desk = shifts.desk_of(db(), item_id, person_id=person().id, library=content().library)
    if desk.kind == SITTING:
        raise NotFound(f"The claim {item_id} has no debrief.")
    return desk
