"""Scoring on two grounds: a hand-made determination of the motor example, and every scenario of the library."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from simulator.authoring.checks import verified
from simulator.coverage.determination import Determination, LineResult, Need, Request, SheetOff
from simulator.coverage.determine import Determined, determine
from simulator.coverage.rules import Rules
from simulator.desk.actions import Act, ActionKind, numbered
from simulator.desk.fold import fold
from simulator.desk.sending import decision_data
from simulator.desk.state import DeskState
from simulator.domain.claim import ClaimFile
from simulator.domain.decision import Decision, Disposition, Row
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.paths import scenarios_folder
from simulator.scoring.follower import decision_from
from simulator.scoring.path import answer_of, next_acts
from simulator.scoring.scorecard import Scorecard, reviews_of, score
from simulator.scoring.weights import Weights, load

MONDAY = datetime(2026, 3, 30, 8, 0)
LINES = {"L1": "793.60", "L2": "548.08", "L3": "669.60", "L4": "0", "L5": "297.60"}


@pytest.fixture(scope="session")
def weights() -> Weights:
    return load((scenarios_folder() / "scoring.yaml").read_text("utf-8"))


def _as_it_was(file: ClaimFile, before: ClaimFile) -> bool:
    return (file.papers, file.closed) == (before.papers, before.closed)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim with its determination, ready to be decided."""

    exercise: Exercise
    determination: Determination
    rules: Rules
    weights: Weights
    scenario: Scenario | None = None

    def followed(self) -> Decision:
        """Return the decision of who follows the determination."""
        return decision_from(self.determination, self.rules.form_for(self.exercise.file), self.rules.guide)

    def follower(self) -> DeskState:
        """Return the desk of who follows the determination, errors flagged."""
        return self.worked(self.followed(), flags=tuple(flag.pins[0] for flag in self.determination.flags))

    def worked(
        self, decision: Decision, opened: tuple[str, ...] | None = None, flags: tuple[str, ...] = ()
    ) -> DeskState:
        """Return the desk after *decision* and *flags*, played through the real log."""
        papers = [paper.id for paper in self.exercise.file.papers] if opened is None else opened
        acts = [
            (ActionKind.TAKE_UP, {}),
            *((ActionKind.OPEN, {"paper": paper}) for paper in papers),
            *((ActionKind.PIN, {"pin": pin}) for pin in decision.pins),
            *((ActionKind.TIE, {"pin": pin, "to": to}) for pin, to in decision.ties.items()),
            *((ActionKind.CITE, {"provision": name}) for name in decision.cites),
            *((ActionKind.FLAG, {"pin": place}) for place in flags),
            (ActionKind.DECIDE, decision_data(decision)),
        ]
        form = self.rules.form_for(self.exercise.file)
        return fold(self.exercise, numbered(acts, after=0, at=MONDAY), form=form, guide=self.rules.guide)

    def acted(self, *decisions: Decision | None, reads: bool = False) -> DeskState:
        """Return the desk after those acts, each waited for; None stands for what is right on the file by then.

        Who *reads* opens every paper before each act.
        """
        log = list(numbered([(ActionKind.TAKE_UP, {})], after=0, at=MONDAY))

        def act(*acts: Act) -> DeskState:
            log.extend(numbered(list(acts), after=len(log), at=MONDAY))
            form = self.rules.form_for(self.exercise.file)
            return fold(self.exercise, log, form=form, guide=self.rules.guide)

        state = act()
        for decision in decisions:
            if decision is None:
                state = act(*next_acts(state, self.exercise, self.rules))
            else:
                unread = [paper.id for paper in state.file.papers if reads and paper.id not in state.opened]
                opens = ((ActionKind.OPEN, {"paper": paper}) for paper in unread)
                state = act(*opens, (ActionKind.DECIDE, decision_data(decision)))
            if state.can_wait:
                state = act((ActionKind.WAIT, answer_of(state, Determined(self.rules))))
        return state

    def card(self, decision: Decision, *, rubric: Mapping[str, str] | None = None, **how: object) -> Scorecard:
        """Return the scorecard of *decision*."""
        state = self.worked(decision, **how)
        return self.scored(state, rubric=rubric)

    def rights(self, state: DeskState) -> tuple[Determination, ...]:
        """Return what was right at each act of *state*: the claim's own determination while its file is as it was."""
        return tuple(
            self.determination if _as_it_was(sent.file, self.exercise.file) else determine(self.rules, sent.file)
            for sent in state.acts
        )

    def scored(self, state: DeskState, *, rubric: Mapping[str, str] | None = None) -> Scorecard:
        """Return the scorecard of the acts of *state*."""
        around = {"exercise": self.exercise, "rules": self.rules}
        return score(state, self.rights(state), self.weights, rubric=rubric, **around)

    def share(self, criterion: str, decision: Decision, **how: object) -> Fraction:
        """Return the share of one criterion."""
        found = self.card(decision, **how).criterion(criterion)
        assert found is not None
        return found.share

    def review(self, decision: Decision):
        """Return what the criteria read."""
        state = self.worked(decision)
        around = {"exercise": self.exercise, "rules": self.rules}
        return reviews_of(state, self.rights(state), self.weights, **around)[-1]


@pytest.fixture(scope="session")
def motor(motor_exercise, motor_content, weights) -> Callable[..., Claim]:
    """The motor example with a determination: ``motor(approval())``."""
    file = motor_exercise.file
    rules = motor_content.library.rules(file.form, file.market, file.guide)

    def make(determination: Determination) -> Claim:
        return Claim(exercise=motor_exercise, determination=determination, rules=rules, weights=weights)

    return make


def line(name: str, accepted: str, ground: str = "") -> LineResult:
    refused = Disposition.REJECT if ground else Disposition.APPROVE
    amount = Decimal(accepted)
    grounds = (ground,) if ground else ()
    return LineResult(line=name, disposition=refused, accepted=amount, payable=amount, grounds=grounds)


NEEDS = (
    Need(
        fact="occurred_on", line="", pins=("first_notice#occurred_on", "police_report#occurred_on"),
        provision="in_force",
    ),
    Need(fact="cause", line="", pins=("first_notice#cause",), provision="event"),
)  # fmt: skip


def approval(**changes: object) -> Determination:
    """Return a determination that pays four lines, refuses one and takes the deductible off: 2008.88."""
    return Determination(
        **{
            "disposition": Disposition.APPROVE,
            "payable": Decimal("2008.88"),
            "grounds": ("notice",),
            "lead": "notice",
            "cites": ("event", "deductible"),
            "lines": tuple(line(name, amount, "notice" if name == "L4" else "") for name, amount in LINES.items()),
            "offs": (
                SheetOff(id="reduce", clause="", amount=Decimal(0)),
                SheetOff(id="deductible", clause="deductible", amount=Decimal(300)),
                SheetOff(id="prior_payment", clause="", amount=Decimal(0)),
            ),
            "needs": NEEDS,
        }
        | changes
    )


def refusal(**changes: object) -> Determination:
    """Return a determination that refuses for alcohol, late notice standing beside it."""
    whole = {
        "disposition": Disposition.REJECT, "payable": Decimal(0), "lead": "alcohol",
        "grounds": ("alcohol", "notice"), "also": ("notice",), "cites": ("alcohol", "notice"), "needs": NEEDS,
    }  # fmt: skip
    return Determination(**whole | changes)


def request(*wanted: Request, **changes: object) -> Determination:
    """Return a determination that asks for the expert's note."""
    expert = Request(paper="expert_note", holder="department", proves=("prejudice",), because=("notice",))
    whole = {
        "disposition": Disposition.REQUEST_INFORMATION, "payable": Decimal(0), "requests": wanted or (expert,),
        "cites": ("notice",), "needs": NEEDS,
    }  # fmt: skip
    return Determination(**whole | changes)


def escalation(**changes: object) -> Determination:
    """Return a determination that sends an approval to the supervisor, over authority."""
    whole = {
        "disposition": Disposition.ESCALATE, "payable": Decimal(0), "escalate_to": "supervisor",
        "because_of": "authority", "then": approval(), "lines": approval().lines, "offs": approval().offs,
        "cites": ("event",),
        "needs": (Need(fact="repair", line="L1", pins=("invoice#L1.repair",), provision="authority"),),
    }  # fmt: skip
    return Determination(**whole | changes)


def rows(**changes: Row) -> dict[str, Row]:
    """Return the rows of the right sheet, but for *changes*."""
    right = {name: Row(accepted=Decimal(amount)) for name, amount in LINES.items()}
    return {**right, "L4": Row(accepted=Decimal(0), refused=True, ground="notice"), **changes}


@pytest.fixture(scope="session")
def right() -> SimpleNamespace:
    """What can be right: ``right.approval()``, ``refusal``, ``request``, ``escalation``, and ``rows`` of the sheet."""
    return SimpleNamespace(
        approval=approval, refusal=refusal, request=request, escalation=escalation, rows=rows, needs=NEEDS
    )


@pytest.fixture(scope="session")
def library_claim(content, weights) -> Callable[..., Claim]:
    """A generated claim of a scenario of the library, determined as it is served."""

    def make(scenario: Scenario, seed: int = 1, market: str = "") -> Claim:
        market = market or scenario.markets[0]
        exercise, determination = verified(scenario, seed, market=market, content=content)
        file = exercise.file
        rules = content.library.rules(file.form, file.market, file.guide)
        return Claim(exercise=exercise, determination=determination, rules=rules, weights=weights, scenario=scenario)

    return make
