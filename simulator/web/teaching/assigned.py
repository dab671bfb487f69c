"""What was given to a trainee: all of it as a list, and taking a claim up."""

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from simulator.persistence.assignments import given_count, given_to
from simulator.services.assignments import take
from simulator.web.context import content, db, now, trainee
from simulator.web.home.assigned import given_rows
from simulator.web.teaching.room import bp, paging, told


@bp.get("/assigned")
def assigned() -> str:
    """List everything that was given to the trainee."""
    person = trainee()
    pages = paging(given_count(db(), person.id, now()))
    rows = given_rows(given_to(db(), person.id, now(), pages.size, pages.offset), person.id)
    return render_template("teaching/assigned.html", rows=rows, pages=pages, told=told())


@bp.post("/assigned/<uuid:assignment_id>/<int:n>")
def take_up(assignment_id: UUID, n: int) -> Response:
    """Take a claim up, once, and go to its file."""
    item_id = take(db(), assignment_id, n, person=trainee(), content=content(), now=now())
    return redirect(url_for("items.show", item_id=item_id), 303)
