"""Twins: the same draft with one fact moved across one line."""

from dataclasses import replace

from simulator.coverage.inversion.trees import ON_FILE
from simulator.coverage.inversion.wants import Crossing, Draft, Unreachable, Want
from simulator.coverage.language.forms import Form
from simulator.coverage.rules import Rules
from simulator.phrases import phrase


def twin(rules: Rules, form: Form, draft: Draft, want: Want) -> Draft:
    """Return the same draft with the one fact on which *want* hangs moved across its line.

    Raises:
        Unreachable: The draft does not hang on a fact that can be moved.
    """
    for crossing in draft.crossings:
        if crossing.provision == want.provision and crossing.target_line == want.line:
            return across(draft, crossing)
    raise Unreachable(
        phrase("%(name)s hangs on no fact of this draft that can be moved across a line", name=want.provision)
    )


def across(draft: Draft, crossing: Crossing) -> Draft:
    """Return *draft* on the other side of *crossing*, plainly shown."""
    fact, value = crossing.fact, crossing.across
    plain = replace(draft, crossings=(replace(crossing, value=value, across=crossing.value),))
    shown = tuple(one for one in draft.evidence if (one.line, one.fact) != (crossing.line, fact))
    plain = replace(plain, evidence=shown)
    if fact.startswith(ON_FILE):
        kind = fact.removeprefix(ON_FILE)
        there, gone = (tuple(one for one in kinds if one != kind) for kinds in (draft.on_file, draft.closed))
        return replace(plain, on_file=(*there, kind) if value else there, closed=gone if value else (*gone, kind))
    if crossing.line:
        moved = (
            replace(one, facts={**one.facts, fact: value}) if one.id == crossing.line else one for one in draft.lines
        )
        return replace(plain, lines=tuple(moved))
    if fact in draft.declarations:
        return replace(plain, declarations={**draft.declarations, fact: value})
    return replace(plain, facts={**draft.facts, fact: value})
