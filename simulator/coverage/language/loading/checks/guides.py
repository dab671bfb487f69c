"""Checks of a whole guide: each kind has its place, every role its limit, every name its meaning."""

from collections.abc import Iterable

from simulator.coverage.language.guides import Guide
from simulator.coverage.language.loading.checks.derivations import check_derivations
from simulator.coverage.language.loading.checks.evidence import check_documents
from simulator.coverage.language.provisions import ProvisionKind
from simulator.strict_yaml import Problems, did_you_mean

MOMENTS = (
    "first_notice", "last_paper", "request", "reply", "complaint", "decision", "approval", "payment", "call",
    "referral",
)  # fmt: skip
"""What a duty clock may start at or restart on."""

_JUDGED = tuple(kind for kind in ProvisionKind if kind not in (ProvisionKind.DEFINITION, ProvisionKind.TERM))


def check_guide(guide: Guide, problems: Problems, *, at: int, inline: bool) -> None:
    """Report what is wrong with *guide* as a whole."""
    _check_precedence(guide, problems, at)
    _check_authority(guide, problems, at)
    _check_clocks(guide, problems, at)
    _once("overlay", (overlay.id for overlay in guide.overlays), problems, at)
    _once("trigger", (trigger.id for trigger in guide.triggers), problems, at)
    _once("clock", (clock.id for clock in guide.clocks), problems, at)
    check_derivations(guide.facts, problems)
    check_documents(guide.documents, guide.facts, problems, of_guide=True)
    _check_evidence(guide, problems)
    if guide.queues or not inline:
        _check_queues(guide, problems, at)


def _once(noun: str, ids: Iterable[str], problems: Problems, at: int) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            problems.add(at, f"{noun}s", f"two have the id {name}")
        seen.add(name)


def _check_precedence(guide: Guide, problems: Problems, at: int) -> None:
    placed = [kind for stage in guide.stages for kind in stage.kinds]
    for kind in _JUDGED:
        if kind not in placed:
            problems.add(at, "", f"precedence does not place kind {kind}", "add it to the kinds of a stage")
        elif placed.count(kind) > 1:
            problems.add(at, "", f"precedence places kind {kind} twice", "keep one")
    _once("stage", (stage.name for stage in guide.stages), problems, at)


def _check_authority(guide: Guide, problems: Problems, at: int) -> None:
    if guide.authority is None:
        return
    tables = {"may_pay": guide.authority.may_pay, "may_refuse": guide.authority.may_refuse}
    roles = dict.fromkeys(("trainee", *(role for table in tables.values() for role in table)))
    for name, table in tables.items():
        for role in roles:
            if role not in table:
                problems.add(at, "", f"authority.{name} has no row for role {role}", f"write {role}: amount")


def _check_clocks(guide: Guide, problems: Problems, at: int) -> None:
    for clock in guide.clocks:
        for verb, moment in (("starts at", clock.starts), ("restarts on", clock.restarts_on)):
            if moment and moment not in MOMENTS:
                hint = did_you_mean(moment, MOMENTS)
                problems.add(at, "clocks", f"clock {clock.id} {verb} {moment}, unknown moment{hint}")


def _check_evidence(guide: Guide, problems: Problems) -> None:
    proved = {name for kind in guide.documents.values() for name in kind.proves}
    for name, fact in guide.facts.items():
        stated = fact.derived is None and fact.compare is None
        if stated and fact.silent is None and name not in proved:
            problems.add(fact.at, f"facts.{name}", f"no document proves {name} and it has no silent value")


def _check_queues(guide: Guide, problems: Problems, at: int) -> None:
    wanted = [(f"trigger {trigger.id}", trigger.queue) for trigger in guide.triggers]
    wanted += [(f"clock {clock.id}", clock.then) for clock in guide.clocks]
    for who, queue in (*wanted, ("the guide", "supervisor")):
        if queue and queue not in guide.queues:
            hint = did_you_mean(queue, guide.queues)
            problems.add(at, "queues", f"{who} sends to {queue}, which is no queue{hint}", f"write {queue}: {{en, et}}")
