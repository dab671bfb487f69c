"""Whether the process lives and whether it can work, for the machines that watch it."""

from flask import Blueprint

from simulator.persistence.engine import answers
from simulator.web.context import house, public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> dict[str, str]:
    """Say that the process answers."""
    return {"state": "alive"}


@bp.get("/readyz")
@public
def ready() -> tuple[dict[str, str], int]:
    """Say whether the database answers too."""
    if answers(house().engine):
        return {"state": "ready"}, 200
    return {"state": "the database does not answer"}, 503
