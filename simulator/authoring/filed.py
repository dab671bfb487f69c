"""A generated claim as JSON: the file, what its papers make of each fact, and the determination."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.evidence import Evidence, FactState
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules, compile_rules, smallest_guide
from simulator.domain.claim import ClaimFile
from simulator.domain.exercise import Exercise
from simulator.domain.values import to_text
from simulator.errors import Invalid
from simulator.json_codec import from_json, to_json


def filed(exercise: Exercise, rules: Rules) -> dict[str, Any]:
    """Return the exercise, its evidence and its determination, ready for JSON."""
    plain: dict[str, Any] = json.loads(to_json(exercise))
    return {
        "file": plain.pop("file"),
        "evidence": evidence_of(exercise.file, rules),
        "determination": json.loads(to_json(determine(rules, exercise.file))),
        "exercise": plain,
    }


def evidence_of(file: ClaimFile, rules: Rules) -> list[dict[str, Any]]:
    """Return the state of every fact that a paper states, or that nobody will ever prove."""
    evidence = Evidence(rules.compiled_for(file).knowledge, file)
    return [_told(state) for state in _states(evidence, file) if state.pins or state.state == "unproved"]


def _states(evidence: Evidence, file: ClaimFile) -> Iterator[FactState]:
    for name, fact in evidence.knowledge.facts.items():
        if fact.derived is not None:
            continue
        for line in [line.id for line in file.lines] if fact.line else [""]:
            yield evidence.state(name, line)


def _told(state: FactState) -> dict[str, Any]:
    where = {"line": state.line} if state.line else {}
    values = [to_text(value) for value in state.values]
    return {"fact": state.fact, **where, "state": str(state.state), "values": values, "pins": list(state.pins)}


def files_in(text: str) -> list[Mapping[str, Any]]:
    """Return the generated claims that *text* holds: one, a list, or one a line.

    Raises:
        Invalid: It is no JSON, or holds something else.
    """
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        whole = _by_line(text)
    entries = whole if isinstance(whole, list) else [whole]
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        raise Invalid("This holds no claim file; give what `simulator generate` writes.")
    return entries


def _by_line(text: str) -> list[Any]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError as error:
        raise Invalid(f"This is no JSON ({error}); give what `simulator generate` writes.") from None


def file_in(entry: Mapping[str, Any]) -> ClaimFile:
    """Return the claim file of an entry: under ``file``, or the entry itself.

    Raises:
        Invalid: It is no claim file; the message names what is wrong.
    """
    body = entry.get("file", entry)
    try:
        return from_json(ClaimFile, json.dumps(body))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Invalid(f"This is no claim file: {where}: {first['msg']}.") from None


def judged(file: ClaimFile, library: Library) -> Determination:
    """Return what is held right on a claim file, by the form, market and guide that it names.

    Raises:
        NotFound: The library has no such form or guide.
    """
    return determine(rules_for(file, library), file)


def rules_for(file: ClaimFile, library: Library) -> Rules:
    """Return the compiled rules that a claim file names."""
    if file.guide == "smallest":
        editions = library.editions(file.form, file.market)
        return compile_rules(editions, smallest_guide(file.market, editions[-1].currency))
    return library.rules(file.form, file.market, file.guide)
