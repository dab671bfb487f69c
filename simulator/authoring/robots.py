"""Robots: simple ways of deciding that must not pass. Each plays the real desk, so that what it sends can be sent.

They are reported for every scenario. One that passes here and there is no fault, since some claims are plain; one that
passes over a whole library, course or assessment shows that the library can be passed without reading.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from simulator.coverage.determine import Determined
from simulator.coverage.language.forms import Form
from simulator.coverage.language.provisions import ProvisionKind
from simulator.coverage.rules import Rules, added_rows, sheet_offs
from simulator.desk.actions import Act, Action, ActionKind, numbered
from simulator.desk.filing import on_file
from simulator.desk.fold import fold
from simulator.desk.sending import decision_data
from simulator.desk.state import DeskState, Status
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.domain.dice import Dice
from simulator.domain.exercise import Exercise
from simulator.domain.papers import RECORD, Paper, Statement, pin
from simulator.domain.text import Text
from simulator.scoring.path import answer_of
from simulator.scoring.scorecard import score
from simulator.scoring.weights import Weights

Robot = Callable[[Exercise, Rules, Dice], DeskState]
_REASON = "Decided."
_DEDUCTIBLE = "deductible"


def robot_scores(
    exercise: Exercise,
    rules: Rules,
    weights: Weights,
    *,
    rubric: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Return the score of every robot on *exercise*, by its name."""
    dice = Dice(f"robots/{exercise.scenario}/{exercise.seed}")
    found, determined = {}, Determined(rules)
    for name, robot in ROBOTS.items():
        state = robot(exercise, rules, dice.stream(name))
        right = [determined.of(sent.file) for sent in state.acts]
        found[name] = score(state, right, weights, exercise=exercise, rules=rules, rubric=rubric).total
    return found


def _always_approve(exercise: Exercise, rules: Rules, _: Dice) -> DeskState:
    return played(exercise, rules, _approval(exercise))


def _always_reject(exercise: Exercise, rules: Rules, _: Dice) -> DeskState:
    return played(exercise, rules, _refusal(_exclusions(rules.form_for(exercise.file))[0]))


def _always_escalate(exercise: Exercise, rules: Rules, _: Dice) -> DeskState:
    queue = next(iter(rules.guide.queues), "supervisor")
    decision = Decision(disposition=Disposition.ESCALATE, queue=queue, brief=("authority",), reason=_REASON)
    return played(exercise, rules, decision)


def _always_request(exercise: Exercise, rules: Rules, _: Dice) -> DeskState:
    form = rules.form_for(exercise.file)
    kinds = form.documents.values()
    kind = next((one for one in kinds if one.proves and one.proves[0] in form.facts), next(iter(kinds)))
    why = next((fact for fact in kind.proves if fact in form.facts), "")
    asked = (Asked(paper=kind.name, holder=kind.holder, why=why),)
    return played(exercise, rules, Decision(disposition=Disposition.REQUEST_INFORMATION, asked=asked, reason=_REASON))


def _random(exercise: Exercise, rules: Rules, dice: Dice) -> DeskState:
    """Choose everything by the dice: the act, what it says, what is opened, pinned and cited."""
    form, guide, papers = rules.form_for(exercise.file), rules.guide, on_file(exercise.file)
    kinds = list({**guide.documents, **form.documents}.values())
    kind, disposition = dice.pick(kinds), dice.pick(tuple(Disposition))
    choices = {
        Disposition.APPROVE: lambda: _approval(exercise),
        Disposition.REJECT: lambda: _refusal(dice.pick(_exclusions(form))),
        Disposition.REQUEST_INFORMATION: lambda: Decision(
            disposition=disposition, asked=(Asked(paper=kind.name, holder=kind.holder),)
        ),
        Disposition.ESCALATE: lambda: Decision(
            disposition=disposition, queue=dice.pick(tuple(guide.queues) or ("supervisor",)), brief=("authority",)
        ),
    }
    pins = dice.shuffled([found for paper in papers for found in _pins(paper)])[:4]
    cites = dice.shuffled([one.id for one in form.provisions])[:3]
    opened = dice.shuffled([paper.id for paper in papers])[: dice.whole(1, len(papers))]
    return played(exercise, rules, choices[disposition](), opened=opened, pins=pins, cites=cites)


def _keyword(exercise: Exercise, rules: Rules, _: Dice) -> DeskState:
    """Read all, refuse by the first exclusion whose title stands somewhere, else pay."""
    form, papers = rules.form_for(exercise.file), on_file(exercise.file)
    told = " ".join(words for paper in papers for words in _words(paper))
    named = [one.id for one in form.provisions if one.kind is ProvisionKind.EXCLUSION and _is_told(one.title, told)]
    decision = _refusal(named[0]) if named else _approval(exercise, _declared(exercise, form))
    return played(exercise, rules, decision, opened=[paper.id for paper in papers], cites=named[:1])


def _careless(exercise: Exercise, rules: Rules, _: Dice) -> DeskState:
    """A novice in a hurry: the notice and one more paper, what is claimed less the deductible, no reason."""
    form, papers = rules.form_for(exercise.file), on_file(exercise.file)
    event = [one.id for one in form.provisions if one.kind is ProvisionKind.INSURED_EVENT][:1]
    opened = [paper.id for paper in papers][:2]
    pins = [found for found in _pins(papers[0]) if found.endswith(("#cause", "#occurred_on"))]
    decision = _approval(exercise, _declared(exercise, form), reason="")
    return played(exercise, rules, decision, opened=opened, pins=pins, cites=event)


def _marks_everything(exercise: Exercise, rules: Rules, _: Dice) -> DeskState:
    """Pay what is claimed less the deductible, with every field pinned and flagged and every provision cited."""
    form, papers = rules.form_for(exercise.file), on_file(exercise.file)
    return played(
        exercise,
        rules,
        _approval(exercise, _declared(exercise, form)),
        opened=[paper.id for paper in papers],
        pins=[found for paper in papers for found in _pins(paper)],
        cites=[one.id for one in form.provisions],
        flags=[
            *(found for paper in papers for found in _pins(paper)),
            *(pin(RECORD, key) for key in exercise.file.record),
        ],
    )


ROBOTS: Mapping[str, Robot] = {
    "always_approve": _always_approve,
    "always_reject": _always_reject,
    "always_escalate": _always_escalate,
    "always_request": _always_request,
    "random": _random,
    "keyword": _keyword,
    "careless": _careless,
    "marks_everything": _marks_everything,
}


def played(
    exercise: Exercise,
    rules: Rules,
    decision: Decision,
    *,
    opened: Sequence[str] = (),
    pins: Sequence[str] = (),
    cites: Sequence[str] = (),
    flags: Sequence[str] = (),
) -> DeskState:
    """Return the desk after *decision* with those papers opened, pins, cites and flags, folded from a log as anybody's.

    Raises:
        InvalidAction: The decision cannot be sent.
    """
    first = opened or (on_file(exercise.file)[0].id,)
    sent = replace(decision, pins=tuple(pins), cites=tuple(cites))
    acts: list[Act] = [
        (ActionKind.TAKE_UP, {}),
        *((ActionKind.OPEN, {"paper": paper}) for paper in first),
        *((ActionKind.PIN, {"pin": found}) for found in pins),
        *((ActionKind.CITE, {"provision": provision}) for provision in cites),
        *((ActionKind.FLAG, {"pin": found}) for found in flags),
        *((ActionKind.TIE, {"pin": found, "to": to}) for found, to in sent.ties.items()),
        (ActionKind.DECIDE, decision_data(sent)),
    ]
    log = list(numbered(acts, after=0, at=exercise.file.as_of))
    while (state := _folded(exercise, rules, log)).status is not Status.DECIDED:
        log += numbered(_going_on(state, exercise, rules), after=len(log), at=exercise.file.as_of)
    return state


def _folded(exercise: Exercise, rules: Rules, log: list[Action]) -> DeskState:
    return fold(exercise, log, form=rules.form_for(exercise.file), guide=rules.guide)


def _going_on(state: DeskState, exercise: Exercise, rules: Rules) -> list[Act]:
    """Return what a robot does after a request or an escalation: wait, and pay what is claimed if it comes back."""
    if state.status is Status.WAITING:
        return [(ActionKind.WAIT, answer_of(state, Determined(rules)))]
    return [(ActionKind.DECIDE, decision_data(_approval(exercise)))]


def _approval(exercise: Exercise, offs: Mapping[str, Decimal] | None = None, *, reason: str = _REASON) -> Decision:
    rows = {line.id: Row(accepted=line.claimed) for line in exercise.file.lines}
    return Decision(disposition=Disposition.APPROVE, rows=rows, offs=offs or {}, reason=reason)


def _refusal(lead: str) -> Decision:
    return Decision(disposition=Disposition.REJECT, lead=lead, reason=_REASON)


def _exclusions(form: Form) -> tuple[str, ...]:
    found = tuple(one.id for one in form.provisions if one.kind is ProvisionKind.EXCLUSION)
    return found or tuple(one.id for one in form.provisions)


def _declared(exercise: Exercise, form: Form) -> dict[str, Decimal]:
    """Return the deductible of the declarations as the row that takes it off, where the form has one."""
    rows = {name for name, _, _ in sheet_offs(form)} - added_rows(form)
    stated = next((paper.fields[_DEDUCTIBLE] for paper in exercise.file.papers if _DEDUCTIBLE in paper.fields), None)
    return {_DEDUCTIBLE: Decimal(stated)} if isinstance(stated, str) and _DEDUCTIBLE in rows else {}


def _pins(paper: Paper) -> Iterator[str]:
    for name in (*paper.fields, *(f"{line}.{name}" for line, fields in paper.lines.items() for name in fields)):
        yield pin(paper.id, name)


def _words(paper: Paper) -> Iterator[str]:
    yield from (_said(statement) for statement in paper.fields.values())
    for fields in paper.lines.values():
        yield from (_said(statement) for statement in fields.values())


def _said(statement: Statement) -> str:
    return (statement.en if isinstance(statement, Text) else statement).lower()


def _is_told(title: Text, told: str) -> bool:
    words = [word for word in title.en.lower().split() if len(word) > 3]
    return any(word in told for word in words)
