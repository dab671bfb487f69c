"""What a report shows beside its figures: topics for an interview, what is not measured; read from reports.yaml."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.coverage.language.loading.texts import text_of
from simulator.domain.text import Text
from simulator.scoring.weights import CRITERIA
from simulator.strict_yaml import Fields, Node, Problems, read

_NO_WORDS = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something for the interview: what to ask, and what to listen for."""

    asks: Text
    listens: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTexts:
    """The words and counts of reports. ``least_ability`` is a share of 1; ``sources`` is by part.

    ``good_by`` are criteria: of what was wholly right on a claim, the first of them is told.
    """

    edition: str
    moments: int
    pins: int
    good_by: tuple[str, ...]
    least_ability: float
    topics: int
    by_criterion: Mapping[str, Topic]
    otherwise: tuple[Topic, ...]
    not_measured: tuple[Text, ...]
    sources: Mapping[str, str]
    content_hash: str = field(default="", compare=False)


def load(text: str, *, file: str = "reports.yaml") -> ReportTexts:
    """Return the words that *text* holds.

    Raises:
        InvalidContent: A key is unknown or missing, words lack a language, or there are too few topics; all are listed.
    """
    problems = Problems(file)
    top = Fields(read(text, file), problems, "", ("report", "moments", "ability", "interview", "not_measured"))
    moments = Fields(top.need("moments"), problems, "moments", ("count", "pins", "good_by", "source"))
    ability = Fields(top.need("ability"), problems, "ability", ("least", "source"))
    interview = Fields(top.need("interview"), problems, "interview", ("count", "by_criterion", "otherwise", "source"))
    unmeasured = Fields(top.need("not_measured"), problems, "not_measured", ("words", "source"))
    found = ReportTexts(
        edition=top.needed_text("report"),
        moments=moments.count("count"),
        pins=moments.count("pins"),
        good_by=_criteria(moments, "good_by"),
        least_ability=_share(ability, "least"),
        topics=interview.count("count"),
        by_criterion=_by_criterion(interview, problems),
        otherwise=tuple(
            _topic(node, problems, f"interview.otherwise.{at}") for at, node in enumerate(interview.items("otherwise"))
        ),
        not_measured=tuple(_text(node, problems, "not_measured.words") for node in unmeasured.items("words")),
        sources={part.path: part.needed_text("source") for part in (moments, ability, interview, unmeasured)},
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    if len(found.otherwise) < found.topics:
        few = f"{len(found.otherwise)} topics, {found.topics} are shown"
        problems.add(interview.line, "interview.otherwise", few, "write as many as count says")
    problems.raise_if_any()
    return found


def _criteria(fields: Fields, name: str) -> tuple[str, ...]:
    fields.need(name)
    found = fields.words(name)
    for one in found:
        if one not in CRITERIA:
            known = ", ".join(CRITERIA)
            fields.problems.add(fields.line, fields.key(name), f"{one} is no criterion", f"write some of {known}")
    return found


def _by_criterion(interview: Fields, problems: Problems) -> dict[str, Topic]:
    table = Fields(interview.need("by_criterion"), problems, "interview.by_criterion", CRITERIA)
    return {name: _topic(table.need(name), problems, table.key(name)) for name in CRITERIA}


def _topic(node: Node | None, problems: Problems, key: str) -> Topic:
    if node is None:
        return Topic(asks=_NO_WORDS, listens=_NO_WORDS)
    fields = Fields(node, problems, key, ("asks", "listens"))
    return Topic(
        asks=_text(fields.need("asks"), problems, fields.key("asks")),
        listens=_text(fields.need("listens"), problems, fields.key("listens")),
    )


def _text(node: Node | None, problems: Problems, key: str) -> Text:
    return text_of(node, problems, key) or _NO_WORDS


def _share(fields: Fields, name: str) -> float:
    value = fields.real(name)
    if not 0 < value < 0.5 and name in fields:
        fields.problems.add(fields.line, fields.key(name), f"{value:g} is not between 0 and a half")
    return value
