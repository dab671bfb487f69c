"""What home answers to: showing itself, and giving the next claim."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from simulator.persistence.assessments import assessments_of
from simulator.persistence.groups import groups_led
from simulator.persistence.people import Role
from simulator.services.practice import next_claim
from simulator.services.scenarios import in_use
from simulator.web.catalogues import words
from simulator.web.context import content, db, house, now, person, stock, trainee
from simulator.web.home.page import home_page
from simulator.web.language import language

bp = Blueprint("home", __name__)
_GROUPS = 12


@bp.get("/")
def show() -> str:
    """Show a trainee's own work; who is none has no desk."""
    if Role.TRAINEE not in person().roles:
        return _without_desk()
    asked = request.args.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return render_template("home/home.html", page=home_page(person(), page), _=words(language()))


def _without_desk() -> str:
    """Return the page of who does not practise: an instructor finds the groups there."""
    who = person()
    is_instructor = Role.INSTRUCTOR in who.roles
    led = groups_led(db(), who.id, _GROUPS) if is_instructor else ()
    is_hiring = Role.HIRING_MANAGER in who.roles
    return render_template(
        "home/no_desk.html",
        name=who.first_name,
        is_instructor=is_instructor,
        groups=led,
        is_hiring=is_hiring,
        assessments=assessments_of(db(), who.id, limit=_GROUPS) if is_hiring else (),
    )


@bp.post("/claims/next")
def take_next() -> Response:
    """Go on to the next claim: one that lies on the desk and was not begun, else a new one."""
    who = trainee()
    item_id = next_claim(
        db(),
        person_id=who.id,
        scenarios=in_use(db(), stock()),
        skills=house().skills,
        content=content(),
        now=now(),
        market=who.market,
    )
    return redirect(url_for("items.show", item_id=item_id), 303)
