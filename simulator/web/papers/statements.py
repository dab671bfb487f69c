"""What a field of a paper says, as the paper prints it: by the type of the fact, the market and the language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from flask_babel import gettext as _

from simulator.coverage.evidence import ILLEGIBLE
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.domain.papers import RECORD, Statement
from simulator.domain.text import Text
from simulator.domain.values import ValueType
from simulator.web.formats import PaperFormats
from simulator.web.papers.labels import FIELD_LABELS, INSTALMENT_PARTS, MONEY_FIELDS

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(slots=True, kw_only=True)
class Printer:
    """Prints statements of one kind of paper in one language. ``facts`` are the facts that its fields state."""

    formats: PaperFormats
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def text(self, name: str, statement: Statement, style: str = "") -> str:
        """Return what *statement* says under the field *name*; *style* overrides the type of its fact."""
        if isinstance(statement, Text):
            return statement.in_(self.formats.language)
        if statement == ILLEGIBLE:
            return str(_("(illegible)"))
        try:
            return self._styled(name, statement, style or self._style(name, statement))
        except (ValueError, InvalidOperation):
            return statement

    def label(self, name: str) -> str:
        """Return the name of a field for a reader, its id in words where nothing names it."""
        return self.known_label(name) or name.replace("_", " ").replace(".", " ").capitalize()

    def known_label(self, name: str) -> str:
        """Return the name of a field by its fact or by our own list, nothing where neither knows it."""
        name = "caption" if name.startswith("caption.") else name.rpartition(".")[2]
        fact = self.facts.get(name)
        if fact is not None:
            words = fact.label.in_(self.formats.language)
            return words[:1].upper() + words[1:]
        if name in FIELD_LABELS:
            return str(FIELD_LABELS[name])
        root, _dash, part = name.rpartition("_")
        if root.startswith("instalment_") and part in INSTALMENT_PARTS:
            return f"{_('Instalment')} {root.removeprefix('instalment_')}: {INSTALMENT_PARTS[part]}"
        return ""

    def choices(self, name: str) -> Mapping[str, str]:
        """Return the words of every choice of the fact that the field states."""
        fact = self.facts.get(name)
        return {key: words.in_(self.formats.language) for key, words in fact.choices.items()} if fact else {}

    def _style(self, name: str, statement: str) -> str:
        fact = self.facts.get(name)
        if fact is not None:
            return fact.type.value
        if name in MONEY_FIELDS or name.endswith("_amount"):
            return ValueType.MONEY.value
        if name == "account":
            return "account"
        if statement in ("yes", "no"):
            return ValueType.YES_NO.value
        return ValueType.DATE.value if _DAY.fullmatch(statement) else "text"

    def _styled(self, name: str, statement: str, style: str) -> str:
        formats = self.formats
        match style:
            case "choice":
                return self._choice(name, statement)
            case "set":
                return ", ".join(self._choice(name, part) for part in statement.split(","))
            case "yes_no":
                return str(_("yes") if statement == "yes" else _("no"))
            case "date":
                return formats.date(date.fromisoformat(statement))
            case "long":
                return formats.long_date(date.fromisoformat(statement))
            case "moment":
                day, _space, clock = statement.partition(" ")
                return f"{formats.date(date.fromisoformat(day))} {clock}"
            case "money":
                return formats.money(_decimal(statement))
            case "amount":
                return formats.number(_decimal(statement), 2)
            case "number" | "days":
                return formats.number(_decimal(statement))
            case "km" | "mi":
                return f"{formats.number(_decimal(statement))}\u00a0{style}"
            case "clock":
                return formats.clock(time.fromisoformat(statement))
            case "account":
                packed = statement.replace(" ", "")
                return " ".join(packed[at : at + 4] for at in range(0, len(packed), 4))
            case "share":
                return formats.share(_decimal(statement))
        return statement

    def _choice(self, name: str, key: str) -> str:
        words = self.choices(name).get(key)
        return words if words is not None else key.replace("_", " ")


def facts_stated(kind: str, form: Form | None, guide: Guide | None) -> Mapping[str, Fact]:
    """Return field id -> fact for one kind of paper."""
    if form is None:
        return {}
    if kind == "declarations":
        return form.declarations
    if kind == RECORD:
        return {**form.declarations, **form.facts}
    every = {**(guide.facts if guide else {}), **form.facts}
    document = form.documents.get(kind) or (guide.documents.get(kind) if guide else None)
    renamed = {field_id: every[fact] for fact, field_id in document.fields.items() if fact in every} if document else {}
    return {**every, **renamed}


def _decimal(statement: str) -> Decimal:
    exact = Fraction(statement)
    return Decimal(exact.numerator) / Decimal(exact.denominator)
