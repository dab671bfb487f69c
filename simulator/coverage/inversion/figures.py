"""Figures that a step of the settlement works out, read before there is a settlement: sums over the planned lines."""

from collections.abc import Iterator
from dataclasses import replace

from simulator.coverage.inversion.amounts import Amount, Scope, compile_amount
from simulator.coverage.language.conditions import Among, Compare, Condition
from simulator.coverage.language.expressions import Const
from simulator.coverage.language.steps import Step, WorkOut


def worked_out(name: str, scope: Scope) -> Amount | None:
    """Return the figure of that name over the planned lines; None where only a settlement can tell.

    Lines that some provision refuses are counted too: an inverted claim pays all that it was not asked to refuse.
    """
    for step in _steps(scope):
        if isinstance(step.act, WorkOut) and name in step.act.names:
            lines = _lines(step, scope)
            return None if lines is None else compile_amount(step.act.names[name], replace(scope, in_hand=lines))
    return None


def _steps(scope: Scope) -> Iterator[Step]:
    yield from scope.form.heads.get(dict(scope.heads).get(scope.line, ""), ())
    yield from scope.form.together


def _lines(step: Step, scope: Scope) -> tuple[str, ...] | None:
    """Return the planned lines that the step has in hand; None where that hangs on more than their heads."""
    if step.per != ("claim",):
        return (scope.line,) if step.per == ("line",) and scope.line else None
    heads = [head for _, head in scope.heads]
    if step not in scope.form.together:
        heads = [dict(scope.heads)[scope.line]]
    elif step.lines is not None:
        named = _heads(step.lines)
        if named is None:
            return None
        heads = [head for head in heads if head in named]
    return tuple(line for line, head in scope.heads if head in heads)


def _heads(lines: Condition) -> frozenset[str] | None:
    if isinstance(lines, Among) and (lines.fact, lines.word) == ("head", "in"):
        return frozenset(str(value) for value in lines.values)
    if isinstance(lines, Compare) and (lines.fact, lines.word) == ("head", "is") and isinstance(lines.against, Const):
        return frozenset({str(lines.against.value)})
    return None
