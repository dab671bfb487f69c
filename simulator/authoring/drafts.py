"""Reading a draft: everything that is wrong with it by line, each with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from simulator.authoring.parse import load_scenario
from simulator.authoring.shelf import Card, card_in, card_of
from simulator.domain.scenario import Scenario
from simulator.errors import InvalidContent, NotFound, Problem
from simulator.generation import Content
from simulator.generation.plans import plan_for
from simulator.phrases import phrase, words_of
from simulator.strict_yaml import did_you_mean

LONGEST = 60_000
"""Characters of a scenario; the longest that ships has two thousand."""
FILE = "scenario.yaml"
_KEY = re.compile(r"^([a-z_]+):")
_ID_LINE = re.compile(r"^id:.*$", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDraft:
    """A draft as it was read: ``scenario`` where it is one, and what is wrong, in the order of the lines."""

    text: str
    scenario: Scenario | None
    problems: tuple[Problem, ...]
    card: Card


def apart(content: Content) -> Content:
    """Return *content* with nothing kept, for texts that change with each key: what is made of them goes with them."""
    return replace(content, kept={})


def read_draft(
    text: str,
    *,
    scenario_id: str,
    content: Content,
    skills: Collection[str] = (),
    file: str = FILE,
    before: Card | None = None,
) -> ReadDraft:
    """Return what *text* holds and what is wrong with it; the same rules as for files in the library.

    *scenario_id* is the id that the scenario must keep, *skills* are the names that may stand before the dot of
    ``teaches``, *before* is the card to go on showing while the text is no YAML.
    """
    old = before or Card()
    if len(text) > LONGEST:
        message, fix = phrase("it has %(n)s characters", n=len(text)), phrase("%(most)s are the most", most=LONGEST)
        long = Problem(file=file, line=0, key="", message=message, fix=fix)
        return ReadDraft(text=text, scenario=None, problems=(long,), card=old)
    try:
        scenario = load_scenario(text, file=file)
    except InvalidContent as error:
        problems = tuple(_placed(problem, text) for problem in error.problems)
        return ReadDraft(text=text, scenario=None, problems=problems, card=card_in(text, old))
    found = [*_own(scenario, scenario_id, skills, text), *_named(scenario, content, text)]
    problems = tuple(sorted(dict.fromkeys(_placed(problem, text) for problem in found), key=lambda one: one.line))
    return ReadDraft(text=text, scenario=scenario, problems=problems, card=card_of(scenario))


def _own(scenario: Scenario, scenario_id: str, skills: Collection[str], text: str) -> Iterator[Problem]:
    if scenario_id and scenario.id != scenario_id:
        fix = phrase("write id: %(id)s", id=scenario_id)
        yield _problem(scenario, text, "id", phrase("the id of a scenario never changes"), fix)
    for name in scenario.teaches:
        skill = name.partition(".")[0]
        if skills and skill not in skills:
            hint = did_you_mean(skill, skills)
            known, example = ", ".join(skills), f"{next(iter(skills))}.{name.rpartition('.')[2]}"
            fix = phrase("begin with one of %(known)s, as %(example)s", known=known, example=example)
            message = phrase("%(skill)s is no skill%(hint)s", skill=skill, hint=hint)
            yield _problem(scenario, text, "teaches", message, fix)
    if not scenario.markets:
        yield _problem(scenario, text, "market", phrase("no market is named"), phrase("write market: [ee]"))


def _named(scenario: Scenario, content: Content, text: str) -> Iterator[Problem]:
    """Yield everything that the form, the guide or the world does not have, in any market."""
    forms = {name for name, _ in content.library.forms}
    if scenario.form not in forms:
        message = phrase(
            "there is no form %(form)s%(hint)s", form=scenario.form, hint=did_you_mean(scenario.form, forms)
        )
        known = ", ".join(sorted(forms)) or phrase("none")
        yield _problem(scenario, text, "form", message, phrase("there are %(known)s", known=known))
        return
    for market in scenario.markets:
        try:
            plan_for(scenario, market, content)
        except InvalidContent as error:
            yield from error.problems
        except NotFound as error:
            markets = sorted(place for name, place in content.library.forms if name == scenario.form)
            key = "guide" if "guide" in str(error) and scenario.guide != "standard" else "market"
            fix = phrase("%(form)s has %(known)s", form=scenario.form, known=", ".join(markets))
            yield _problem(scenario, text, key, words_of(error), fix)


def _problem(scenario: Scenario, text: str, key: str, message: str, fix: str) -> Problem:
    return Problem(file=scenario.file, line=line_of(text, key), key=key, message=message, fix=fix)


def line_of(text: str, key: str) -> int:
    """Return the line on which the key *key* of the top stands, counted from 1; the first where it does not."""
    for at, line in enumerate(text.splitlines(), 1):
        if (found := _KEY.match(line)) and found[1] == key:
            return at
    return 1


def _placed(problem: Problem, text: str) -> Problem:
    """Give a problem without a line the one on which its first word stands, and one without a fix a plain one."""
    line = problem.line
    if not line:
        word = problem.message.split(" ", 1)[0]
        line = next((at for at, one in enumerate(text.splitlines(), 1) if word in one), 1)
    return replace(problem, line=line, fix=problem.fix or _plain_fix(problem))


def _plain_fix(problem: Problem) -> str:
    if problem.message.startswith("unknown key"):
        return phrase("correct the word, or leave the key out")
    if "is not one of" in problem.message or "is not a choice of" in problem.message:
        return phrase("write one of these")
    if problem.message.endswith("missing"):
        return phrase("add it")
    number = problem.message.endswith("number")
    return phrase("write a number in digits") if number else phrase("correct what stands there")


def renamed(text: str, scenario_id: str) -> str:
    """Return *text* with another id, and everything else as it stands."""
    line = f"id: {scenario_id}"
    return _ID_LINE.sub(line, text, count=1) if _ID_LINE.search(text) else f"{line}\n{text}"
