"""A claim of a form with no scenario behind it: a target drawn from the form itself."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_OID, uuid5

from simulator.coverage.inversion import Unreachable
from simulator.coverage.language.forms import Form
from simulator.coverage.language.provisions import Provision
from simulator.domain.decision import Disposition
from simulator.domain.dice import Dice
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Case, Expectation, Scenario, Target
from simulator.domain.text import Text
from simulator.errors import NotFound
from simulator.generation.building import build
from simulator.generation.content import Content

_PLAIN = 40
_TRIES = 40
_NEAR_LEVEL = 3
_NEAR = Text("A near miss: {cite} {title}", "Napilt ühel või teisel pool joont: {cite} {title}")
_TITLE = Text("A claim from the dice", "Täringust sündinud nõue")


def build_any(form: str, seed: int, *, market: str, content: Content) -> tuple[Scenario, Exercise]:
    """Return a claim of *form*: plain in two of five, else on a side of one of its provisions, sometimes on its line.

    Raises:
        NotFound: There is no such form in that market.
        Unreachable: None of many targets could be reached.
    """
    edition = content.library.editions(form, market)[-1]
    dice = Dice(f"{form}/{market}/{seed}").stream("target")
    reason: Unreachable | None = None
    for _ in range(_TRIES):
        scenario = _scenario(edition, _target(edition, dice))
        try:
            return scenario, build(scenario, seed, market=market, content=content)
        except Unreachable as met:
            reason = met
    raise reason or NotFound(f"{form} has no provision to aim at")


def near_miss(form: Form, provision: str, side: str) -> Scenario:
    """Return the scenario of a claim on the line of one provision, on that side of it.

    Raises:
        NotFound: The form has no such provision, or one that is never judged.
    """
    found = next((one for one in form.provisions if one.id == provision), None)
    if found is None or not is_judged(found):
        raise NotFound(f"{form.name} judges no provision {provision}.")
    aim = _scenario(form, Target(provision=provision, side=side, near="line"))
    title = Text(
        _NEAR.en.format(cite=found.cite, title=found.title.en), _NEAR.et.format(cite=found.cite, title=found.title.et)
    )
    name = near_miss_id(form, provision)
    return replace(aim, id=name, title=title, debrief=found.text, level=_NEAR_LEVEL, content_hash=f"{name} {side}")


def near_miss_id(form: Form, provision: str) -> str:
    """Return the id of the scenario of near misses of that provision, one for both sides of its line."""
    return str(uuid5(NAMESPACE_OID, f"{form.name}/{form.market}/{provision}"))


def is_judged(provision: Provision) -> bool:
    """Tell whether a claim can lie on the line of *provision*."""
    return provision.when is not None or provision.must is not None


def _target(form: Form, dice: Dice) -> Target | None:
    judged = [provision for provision in form.provisions if is_judged(provision)]
    if dice.chance(_PLAIN) or not judged:
        return None
    return Target(
        provision=dice.pick(judged).id,
        side="inside" if dice.chance(50) else "outside",
        near="line" if dice.chance(30) else "any",
    )


def _scenario(form: Form, target: Target | None) -> Scenario:
    aim = f"{target.provision} {target.side} {target.near}" if target is not None else "plain"
    return Scenario(
        id=f"{form.name}: {aim}",
        title=_TITLE,
        teaches=(),
        level=1,
        form=form.name,
        markets=(form.market,),
        case=Case(targets=(target,) if target is not None else ()),
        expect=(Expectation(disposition=Disposition.APPROVE),),
        debrief=_TITLE,
        file=f"{form.name} from the dice",
    )
