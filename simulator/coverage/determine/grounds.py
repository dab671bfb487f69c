"""Grounds: which provisions decide a claim, and in which order they are named."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.coverage.assessing import Assessment, LineVerdict, LineView
from simulator.coverage.language.provisions import NoEffect
from simulator.coverage.verdicts import Finding, refers, refuses


def grounds_of(views: Sequence[LineView]) -> tuple[str, tuple[str, ...]]:
    """Return the leading ground of the claim and all grounds, in the order in which they were found."""
    order: dict[str, int] = {}
    for view in views if any(view.grounds for view in views) else ():
        for at, one in enumerate(view.judged):
            if refuses(one.finding):
                order[one.finding.provision.id] = min(at, order.get(one.finding.provision.id, at))
    grounds = tuple(sorted(order, key=order.__getitem__))
    return (grounds[0] if grounds else ""), grounds


def leading(views: Sequence[LineView], lead: str) -> Finding | None:
    return next(
        (
            one.finding
            for view in views
            for one in view.judged
            if lead and one.finding.provision.id == lead and refuses(one.finding)
        ),
        None,
    )


def referring(views: Sequence[LineView]) -> str:
    """Return the provision that sends a line to the supervisor, if one does and nothing refuses that line."""
    for view in views:
        if view.verdict is LineVerdict.REFER:
            return next(one.finding.provision.id for one in view.judged if refers(one.finding))
    return ""


def reasons_of(assessment: Assessment) -> tuple[str, ...]:
    """Return the codes: of provisions that bite, and of the steps that left nothing."""
    codes: dict[str, None] = {}
    for view in assessment.lines:
        for one in view.judged:
            effect = one.finding.effect
            if effect is not None and not isinstance(effect.effect, NoEffect):
                provision = one.finding.provision
                codes[provision.reason or f"{provision.kind}.{provision.id}"] = None
    codes.update(dict.fromkeys(step.reason or step.word for step in assessment.nil))
    return tuple(codes)
