"""The world of a form that has no world file: papers that state what the form's documents prove."""

from datetime import time

from simulator.coverage.language.facts import DocumentKind
from simulator.coverage.language.forms import Form
from simulator.generation.worlds.model import PaperPlan, World
from simulator.generation.worlds.specs import attribute, clock, day

DECLARATIONS = "declarations"
_OFFICE_HOURS = clock(time(8, 30), time(16, 30))


def plain_world(form: Form) -> World:
    """Return a world for *form* with nothing but what the form itself says."""
    papers = {kind.name: _paper(kind) for kind in form.documents.values()}
    facts = {form.edition_by: "loss.occurred_on"} if form.edition_by in form.facts else {}
    periods = {"start_on": "policy.start_on", "end_on": "policy.end_on"}
    return World(
        form=form.name,
        prefix=form.name[:3].upper(),
        kind=form.title,
        facts={**facts, **{name: at for name, at in periods.items() if name in form.declarations}},
        papers={DECLARATIONS: _declarations(), **papers},
    )


def _declarations() -> PaperPlan:
    return PaperPlan(
        kind=DECLARATIONS,
        received_on=attribute("policy.issued_on"),
        received_at=_OFFICE_HOURS,
        fields={
            "policy_number": attribute("policy.number"),
            "policyholder": attribute("policyholder.name"),
            "address": attribute("policyholder.address"),
            "identity_code": attribute("policyholder.identity_code"),
        },
    )


def _paper(kind: DocumentKind) -> PaperPlan:
    return PaperPlan(
        kind=kind.name,
        received_on=day(attribute("loss.reported_on"), 0, 6),
        received_at=_OFFICE_HOURS,
        fields={"policyholder": attribute("policyholder.name"), "policy_number": attribute("policy.number")},
    )
