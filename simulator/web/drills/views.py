"""What drills answer to: showing the provisions, and giving a claim on the line of one."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from simulator.services.drills import drill
from simulator.web.catalogues import words
from simulator.web.context import content, db, house, now, trainee
from simulator.web.drills.page import drills_page
from simulator.web.language import language

bp = Blueprint("drills", __name__, url_prefix="/drills")


@bp.get("")
def show() -> str:
    """Show the provisions of one form and market that can be practised."""
    asked = request.args.get("form", ""), request.args.get("market", "")
    return render_template("drills/drills.html", page=drills_page(trainee(), asked), _=words(language()))


@bp.post("")
def take() -> Response:
    """Go on to a claim on the line of one provision."""
    who, sent = trainee(), request.form
    form = content().library.editions(sent.get("form", ""), sent.get("market", ""))[-1]
    provision, skills = sent.get("provision", ""), house().skills
    item_id = drill(db(), person_id=who.id, form=form, provision=provision, skills=skills, content=content(), now=now())
    return redirect(url_for("items.show", item_id=item_id), 303)
