"""The keys of a scenario file."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from simulator.authoring.parse.cases import case_of
from simulator.authoring.parse.expectations import expectations_of
from simulator.coverage.language.loading.texts import text_of
from simulator.domain.answers import Gives
from simulator.domain.scenario import Arrival, Reply, Scenario
from simulator.domain.text import Text
from simulator.errors import InvalidContent, Problem
from simulator.phrases import phrase
from simulator.strict_yaml import Fields, Node, Problems, Scalar, plain, read

_KEYS = (
    "id", "title", "teaches", "level", "form", "guide", "market", "case", "replies", "arrives", "expect", "debrief",
    "rubric",
)  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_SYNONYMS = {"markets": "market", "expected": "expect", "teach": "teaches", "reply": "replies", "name": "title"}
CHANNELS = ("web", "email", "letter", "phone")
GIVES = tuple(str(gives) for gives in Gives if gives is not Gives.ON_FILE)


def read_scenario(path: Path, *, name: str = "") -> Scenario:
    """Return the scenario of the file at *path*.

    Raises:
        InvalidContent: It breaks the rules of scenario files; every problem is listed.
    """
    return load_scenario(path.read_text("utf-8"), file=name or path.name)


def read_scenarios(folder: Path) -> tuple[Scenario, ...]:
    """Return every scenario under *folder* in the order of their paths; all problems of all files come together."""
    found: list[Scenario] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            found.append(read_scenario(path, name=path.relative_to(folder.parent).as_posix()))
        except InvalidContent as error:
            problems.extend(error.problems)
    problems.extend(_same_id_twice(found))
    if problems:
        raise InvalidContent(problems)
    return tuple(found)


def _same_id_twice(found: Sequence[Scenario]) -> list[Problem]:
    first: dict[str, str] = {}
    problems = []
    for scenario in found:
        if scenario.id in first:
            where = phrase("%(id)s is also the id of %(other)s", id=scenario.id, other=first[scenario.id])
            fix = phrase("give it an id of its own")
            problems.append(Problem(file=scenario.file, line=1, key="id", message=where, fix=fix))
        first.setdefault(scenario.id, scenario.file)
    return problems


def load_scenario(text: str, *, file: str) -> Scenario:
    """Return the scenario that *text* describes; *file* names it in messages.

    Raises:
        InvalidContent: It breaks the rules of scenario files; every problem is listed.
    """
    problems = Problems(file)
    top = Fields(read(text, file), problems, "", _KEYS, _SYNONYMS)
    scenario = Scenario(
        id=_id(top, problems),
        title=_words(top, problems, "title"),
        teaches=_teaches(top, problems),
        level=_level(top, problems),
        form=top.needed_text("form"),
        guide=top.text("guide", "standard"),
        markets=top.words("market") if top.need("market") is not None else (),
        case=case_of(top.need("case"), problems),
        replies=tuple(_reply(paper, node, problems) for paper, node in top.pairs("replies")),
        arrives=_arrival(top.node("arrives"), problems),
        expect=expectations_of(top.need("expect"), problems),
        debrief=_words(top, problems, "debrief"),
        rubric={name: _plain(node) for name, node in top.pairs("rubric")},
        file=file,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    problems.raise_if_any()
    return scenario


def _words(top: Fields, problems: Problems, key: str) -> Text:
    return text_of(top.need(key), problems, key) or Text("", "")


def _id(top: Fields, problems: Problems) -> str:
    text = top.needed_text("id")
    if text and not _ID.fullmatch(text):
        fix = phrase("write a UUID in small letters; it is never changed")
        problems.add(top.node("id") or 1, "id", phrase("%(text)s is no id", text=text), fix)
    return text


def _teaches(top: Fields, problems: Problems) -> tuple[str, ...]:
    skills = top.words("teaches")
    if not skills:
        at = top.node("teaches")  # an empty list is no truth, so it is compared with None
        line = top.line if at is None else at.line
        fix = phrase("name one skill or more, as coverage.policy_period")
        problems.add(line, "teaches", phrase("no skill is named"), fix)
    return skills


def _level(top: Fields, problems: Problems) -> int:
    level = top.whole("level", 1)
    if not 1 <= level <= 5:
        problems.add(top.node("level") or 1, "level", phrase("%(level)s is not from 1 to 5", level=level))
    return level


def _plain(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else str(plain(node))


def _reply(paper: str, node: Node, problems: Problems) -> Reply:
    fields = Fields(node, problems, f"replies.{paper}", ("after", "gives", "reminders"))
    after = Fields(fields.node("after"), problems, f"replies.{paper}.after", ("days",))
    return Reply(
        paper=paper,
        gives=Gives(fields.one_of("gives", GIVES, Gives.ASKED) or Gives.ASKED),
        after_days=after.whole("days", 5) if "after" in fields else None,
        reminders=fields.whole("reminders", 0),
        at=fields.line,
    )


def _arrival(node: Node | None, problems: Problems) -> Arrival:
    fields = Fields(node, problems, "arrives", ("channel", "at"))
    at = fields.text("at")
    if at and not _CLOCK.fullmatch(at):
        message = phrase("%(text)s is no time of the day", text=at)
        problems.add(fields.node("at") or 1, "arrives.at", message, phrase('write "09:20"'))
    return Arrival(channel=fields.one_of("channel", CHANNELS, "web"), at=at)
