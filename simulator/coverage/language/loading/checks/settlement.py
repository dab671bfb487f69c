"""Checks of the settlement: reductions have their step, pots are used, groups do not read one line's facts."""

from collections.abc import Iterator

from simulator.coverage.language.expressions import Left
from simulator.coverage.language.forms import Form
from simulator.coverage.language.loading.checks.walking import names_in_one_line, parts_in
from simulator.coverage.language.provisions import Effect, Ladder, LessBy, Provision, ReduceBy
from simulator.coverage.language.steps import ApplyReductions, BearAtMost, CapPot, LessPot, Step
from simulator.strict_yaml import Problems


def check_settlement(form: Form, problems: Problems) -> None:
    """Report what is wrong with the steps as a whole."""
    _check_reductions(form, problems)
    _check_pots(form, problems)
    for key, steps in _all_steps(form):
        for at, step in enumerate(steps, 1):
            _check_group(step, f"settlement.{key}[{at}]", form, problems)
    _check_codes(form, problems)


def _all_steps(form: Form) -> Iterator[tuple[str, tuple[Step, ...]]]:
    for head, steps in form.heads.items():
        yield f"heads.{head}", steps
    yield "together", form.together


def _check_reductions(form: Form, problems: Problems) -> None:
    if _reduces(form.together):
        return
    for provision in form.provisions:
        word = _taking(provision.effect)
        for head in (provision.heads or form.heads) if word else ():
            if head in form.heads and not _reduces(form.heads[head]):
                problems.add(provision.at, _called(provision), f"effect {word} but head {head} has no reduce step")


def _called(provision: Provision) -> str:
    return f"{provision.kind} {provision.cite}"


def _reduces(steps: tuple[Step, ...]) -> bool:
    return any(isinstance(step.act, ApplyReductions) for step in steps)


def _taking(effect: Effect) -> str:
    if isinstance(effect, Ladder):
        return next((word for rung in effect.rungs if (word := _taking(rung.effect))), "")
    return "reduce" if isinstance(effect, ReduceBy) else "less" if isinstance(effect, LessBy) else ""


def _check_pots(form: Form, problems: Problems) -> None:
    steps = tuple(steps for _, steps in _all_steps(form))
    used = {part.pot for part in parts_in(steps) if isinstance(part, (CapPot, LessPot, BearAtMost, Left))}
    for name in form.pots:
        if name not in used:
            problems.add(0, f"pots.{name}", "is never used by a step", "cap, less or bear_at_most use it")


def _check_group(step: Step, key: str, form: Form, problems: Problems) -> None:
    if step.per == ("line",):
        return
    for name in names_in_one_line((step.act, step.when, step.if_unproved)):
        fact = form.facts.get(name)
        if fact is not None and fact.line and name not in step.per:
            clause = next((p.cite for p in form.provisions if p.id == step.clause), step.word)
            per = ", ".join(step.per)
            problems.add(step.at, key, f"{clause} mixes line fact {name} with a step per {per}", "write {total: ..}")
            return


def _check_codes(form: Form, problems: Problems) -> None:
    seen: set[str] = set()
    for step in form.together:
        if step.reason and step.reason in seen:
            problems.add(step.at, "settlement.together", f"two steps have as: {step.reason}", "each row needs its own")
        seen.add(step.reason)
