"""Help pages."""

from flask import Blueprint, render_template

from simulator.web.context import public

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("")
@public
def index() -> str:
    """Show the list of help pages."""
    return render_template("help/index.html")
