"""Grounds: which provisions decide a claim, and in which order they are named."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.coverage.assessing import Assessment, LineVerdict, LineView
from simulator.coverage.language.provisions import NoEffect, Provision
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


def held_against(views: Sequence[LineView]) -> tuple[Provision, ...]:
    """Return the provisions that refuse a line, lower what is paid or send the claim on, line by line."""
    found = (one.finding for view in views for one in view.judged)
    return tuple(one.provision for one in found if one.effect and not isinstance(one.effect.effect, NoEffect))


def reasons_of(assessment: Assessment) -> tuple[str, ...]:
    """Return the codes: of provisions that bite, and of the steps that left nothing."""
    biting = held_against(assessment.lines)
    codes = dict.fromkeys(provision.reason or f"{provision.kind}.{provision.id}" for provision in biting)
    codes.update(dict.fromkeys(step.reason or step.word for step in assessment.nil))
    return tuple(codes)
