"""What home answers to: showing itself, and giving the next claim."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from simulator.errors import NotAllowed
from simulator.persistence.people import Person, Role
from simulator.services.practice import drill, next_claim
from simulator.web.catalogues import words
from simulator.web.context import content, db, house, now, person, scenarios
from simulator.web.home.page import home_page
from simulator.web.language import language

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> str:
    """Show a trainee's own work; who is none has no desk."""
    if not _is_trainee(person()):
        return render_template("home/no_desk.html", name=person().first_name)
    asked = request.args.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return render_template("home/home.html", page=home_page(person(), page), _=words(language()))


@bp.post("/claims/next")
def take_next() -> Response:
    """Go on to the next claim: one that lies on the desk and was not begun, else a new one."""
    trainee = person()
    if not _is_trainee(trainee):
        raise NotAllowed("Only trainees have a desk.")
    item_id = next_claim(
        db(),
        person_id=trainee.id,
        scenarios=scenarios(),
        skills=house().skills,
        content=content(),
        now=now(),
        market=trainee.market,
    )
    return redirect(url_for("items.show", item_id=item_id), 303)


@bp.post("/drills")
def take_drill() -> Response:
    """Go on to a claim on the line of one provision."""
    trainee, sent = person(), request.form
    if not _is_trainee(trainee):
        raise NotAllowed("Only trainees have a desk.")
    form = content().library.editions(sent.get("form", ""), sent.get("market", ""))[-1]
    provision, skills = sent.get("provision", ""), house().skills
    item_id = drill(
        db(), person_id=trainee.id, form=form, provision=provision, skills=skills, content=content(), now=now()
    )
    return redirect(url_for("items.show", item_id=item_id), 303)


def _is_trainee(person: Person) -> bool:
    return Role.TRAINEE in person.roles
