"""The trace: every finding and step as values, ready for JSON (COVERAGE_LANGUAGE, section 10).

Entries are never rewritten; ``coverage.says`` makes the sentence of an entry when somebody reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator.coverage.assessing import Judged, LineView
from simulator.coverage.determination import Determination, Flag, Request
from simulator.coverage.evidence import Evidence, Key
from simulator.coverage.settling.hands import Taken
from simulator.coverage.verdicts import PartFinding
from simulator.domain.values import number_text, to_text

_TRUTH = {True: "true", False: "false", None: "unknown"}
Entry = dict[str, Any]


class Trace:
    """The list of what was found, in order."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.entries: list[Entry] = []
        self._states: dict[Key, Entry] = {}

    def add(self, about: str, **rest: object) -> None:
        """Append an entry."""
        self.entries.append({"n": len(self.entries) + 1, "about": about, **rest})

    def errors(self, flags: Sequence[Flag]) -> None:
        """Append each error on the file: what was compared or keyed, and every place that shows it."""
        for flag in flags:
            self.add("error", of=flag.about, on_record=flag.is_on_record, pins=list(flag.pins))

    def lines(self, views: Sequence[LineView]) -> None:
        """Append what was found on each line; a provision that is the same for all lines stands once."""
        of_claim: set[str] = set()
        for view in views:
            for one in view.judged:
                if one.by_line:
                    self._provision(one, view.line.id)
                elif one.finding.provision.id not in of_claim:
                    of_claim.add(one.finding.provision.id)
                    self._provision(one, "")
            self.add(
                "line", line=view.line.id, head=view.line.head, verdict=str(view.verdict), grounds=list(view.grounds)
            )

    def _provision(self, one: Judged, line: str) -> None:
        finding = one.finding
        for part in finding.parts:
            self.entries.append(
                {
                    "n": len(self.entries) + 1,
                    "about": "provision",
                    "line": line,
                    "stage": one.stage.name,
                    "provision": finding.provision.id,
                    "part": part.part,
                    "truth": _TRUTH[part.truth],
                    "burden": part.burden,
                    "rests_on": self.rests_on(part.rests_on),
                    "not_needed": _not_needed(part),
                    "verdict": finding.verdict._value_,
                }
            )

    def condition(self, about: str, truth: bool | None, keys: Sequence[Key], **rest: object) -> None:
        """Append a judged condition of the guide."""
        self.add(about, **rest, truth=_TRUTH[truth], rests_on=self.rests_on(keys))

    def rests_on(self, keys: Iterable[Key]) -> list[Entry]:
        """Return the facts of *keys* with what the file says about them."""
        return [self._state(key) for key in dict.fromkeys(keys)]

    def _state(self, key: Key) -> Entry:
        entry = self._states.get(key)
        if entry is None:
            state = self.evidence.states[key]
            entry = self._states[key] = {
                "fact": state.fact,
                "line": state.line,
                "state": state.state._value_,
                "values": [to_text(value) for value in state.values] if state.values else [],
                "pins": list(state.pins),
            }
        return entry

    def steps(self, taken: Sequence[Taken]) -> None:
        """Append every step of the settlement that was taken."""
        for one in taken:
            was = number_text(one.was)
            entry = {
                "n": len(self.entries) + 1,
                "about": "step",
                "head": one.head,
                "lines": list(one.lines),
                "step": one.step.word,
                "clause": one.step.clause,
                "as": one.step.reason,
                "was": was,
                "took": number_text(one.took) if one.now is not one.was else "0",
                "now": number_text(one.now) if one.now is not one.was else was,
                "uses": self._uses(one.used),
            }
            if one.held.numerator:
                entry["held"] = number_text(one.held)
            if one.provisions:
                entry["provisions"] = list(one.provisions)
            self.entries.append(entry)

    def _uses(self, keys: Sequence[Key]) -> Entry:
        uses: Entry = {}
        for fact, line in dict.fromkeys(keys):
            state = self._state((fact, line))
            name = f"{line}.{fact}" if line else fact
            uses[name] = {"value": state["values"][0] if state["values"] else "", "pins": state["pins"]}
        return uses

    def result(self, determination: Determination) -> None:
        """Append what was determined."""
        self.add(
            "result",
            disposition=str(determination.disposition),
            payable=str(determination.payable),
            lead=determination.lead or None,
            also=list(determination.also),
            requests=[request_entry(request) for request in determination.requests],
            pay_now={line: str(amount) for line, amount in determination.pay_now.items()},
            escalate_to=determination.escalate_to,
            because_of=determination.because_of,
            alternatives=[
                {"disposition": str(other.disposition), "worth": number_text(other.worth)}
                for other in determination.alternatives
            ],
        )

    def done(self) -> tuple[Mapping[str, object], ...]:
        """Return the entries."""
        return tuple(self.entries)


def request_entry(request: Request) -> Entry:
    """Return a request as the trace holds it."""
    return {
        "paper": request.paper,
        "from": request.holder,
        "proves": list(request.proves),
        "because": list(request.because),
    }


def _not_needed(part: PartFinding) -> list[str]:
    if len(part.facts) <= 1 or len(part.rests_on) == len(part.facts):
        return []
    rests = {fact for fact, _ in part.rests_on}
    return [fact for fact in part.facts if fact not in rests]
