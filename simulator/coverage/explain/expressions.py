"""Expressions in words. Names stay in the nominative, so that nothing is inflected."""

from collections.abc import Callable
from fractions import Fraction

from simulator.coverage.explain.formats import days_text, list_text, share_text, value_text
from simulator.coverage.explain.words import Words
from simulator.coverage.language.conditions import Condition
from simulator.coverage.language.expressions import (
    AddDays,
    Bands,
    Const,
    Expression,
    Fold,
    Left,
    Name,
    NthDay,
    Pick,
    RateOf,
    RoundTo,
    Running,
    Span,
    Total,
    Worn,
)
from simulator.coverage.language.facts import Fact
from simulator.domain.text import Text

ExplainCondition = Callable[[Condition, Words], Text]

_SIGNS = {"sum": "+", "minus": "−", "product": "×", "quotient": "/"}
_HOW = {
    "up": Text("rounded up", "ümardatud üles"),
    "down": Text("rounded down", "ümardatud alla"),
    "half_up": Text("rounded", "ümardatud"),
    "half_even": Text("rounded half to even", "ümardatud paarisarvuni"),
}
_UNITS = {
    "days": Text("days", "päevad"),
    "hours": Text("hours", "tunnid"),
    "months": Text("full months", "täiskuud"),
    "years": Text("full years", "täisaastad"),
}


def explain_expression(
    expression: Expression, words: Words, condition: ExplainCondition, fact: Fact | None = None
) -> Text:
    """Return *expression* in words; *fact* is what it is compared with, *condition* explains the rows of a pick."""
    return _Speaker(words, condition).say(expression, fact)


class _Speaker:
    """Says one expression."""

    def __init__(self, words: Words, condition: ExplainCondition) -> None:
        self.words = words
        self.condition = condition

    def say(self, part: Expression, fact: Fact | None = None) -> Text:
        if isinstance(part, Const):
            return value_text(part.value, fact, self.words.currency)
        if isinstance(part, Name):
            return self.words.label(part.name)
        if isinstance(part, Fold):
            return self._fold(part, fact)
        if isinstance(part, (Span, AddDays, NthDay)):
            return self._dates(part)
        if isinstance(part, (Bands, Pick, Worn)):
            return self._tables(part, fact)
        return self._other(part)

    def _fold(self, fold: Fold, fact: Fact | None) -> Text:
        if fold.word == "product":
            return self._product(fold)
        terms = [self._inner(term, fact) for term in fold.terms]
        if fold.word in ("least", "greatest"):
            joined = list_text(terms, "and")
            if fold.word == "least":
                return Text(f"the least of {joined.en}", f"väikseim järgmistest: {joined.et}")
            return Text(f"the greatest of {joined.en}", f"suurim järgmistest: {joined.et}")
        if fold.word == "above":
            less = " − ".join
            return Text(
                f"{less(term.en for term in terms)}, never below 0", f"{less(term.et for term in terms)}, mitte alla 0"
            )
        sign = f" {_SIGNS[fold.word]} "
        return Text(sign.join(term.en for term in terms), sign.join(term.et for term in terms))

    def _product(self, fold: Fold) -> Text:
        first = fold.terms[0] if fold.terms else None
        if len(fold.terms) == 2 and isinstance(first, Const) and _is_share(first.value):
            share, of = share_text(first.value), self.say(fold.terms[1])  # type: ignore[arg-type]
            return Text(f"{share.en} of {of.en}", f"{share.et} näitajast „{of.et}“")
        terms = [self._factor(term) for term in fold.terms]
        return Text(" × ".join(term.en for term in terms), " × ".join(term.et for term in terms))

    def _factor(self, term: Expression) -> Text:
        if isinstance(term, Const) and _is_share(term.value):
            return share_text(term.value)  # type: ignore[arg-type]
        return self._inner(term, None)

    def _inner(self, term: Expression, fact: Fact | None) -> Text:
        said = self.say(term, fact)
        if isinstance(term, (Const, Name, Running, Left, RateOf)):
            return said
        return Text(f"({said.en})", f"({said.et})")

    def _dates(self, part: Span | AddDays | NthDay) -> Text:
        start = self.say(part.start)
        if isinstance(part, AddDays):
            days = self.days(part.days)
            return Text(f"{start.en} plus {days.en}", f"{start.et} pluss {days.et}")
        if isinstance(part, NthDay):
            count, weekdays = self.say(part.count), self.say(part.weekdays)
            return Text(
                f"day {count.en} of {weekdays.en}, counted from {start.en}",
                f"{count.et}. päev ({weekdays.et}) alates: {start.et}",
            )
        end, unit = self.say(part.end), _UNITS[part.unit]
        working = Text("working ", "töö") if part.count == "working" else Text("", "")
        both = Text(", both days counted", ", mõlemad päevad kaasa arvatud") if part.both_ends else Text("", "")
        return Text(
            f"the {working.en}{unit.en} from {start.en} to {end.en}{both.en}",
            f"{working.et}{unit.et} ({start.et} kuni {end.et}{both.et})",
        )

    def days(self, part: Expression, *, working: bool = False) -> Text:
        """Return a number of days in words."""
        if isinstance(part, Const) and isinstance(part.value, Fraction):
            return days_text(part.value, working=working)
        said = self._inner(part, None)
        unit = Text("working days", "tööpäeva") if working else Text("days", "päeva")
        return Text(f"{said.en} {unit.en}", f"{said.et} {unit.et}")

    def _tables(self, part: Bands | Pick | Worn, fact: Fact | None) -> Text:
        if isinstance(part, Pick):
            return self._pick(part, fact)
        if isinstance(part, Bands):
            of = self.say(part.of)
            return Text(f"the band of {of.en}", f"aste, mille määrab: {of.et}")
        new, age, life = (self.say(term) for term in (part.new, part.age, part.life))
        return Text(f"{new.en} less wear ({age.en} of {life.en})", f"{new.et} miinus kulumine ({age.et} / {life.et})")

    def _pick(self, pick: Pick, fact: Fact | None) -> Text:
        rows = []
        for row in pick.rows:
            take = self.say(row.take, fact)
            if row.condition is None:
                rows.append(Text(f"otherwise {take.en}", f"muidu {take.et}"))
                continue
            when = self.condition(row.condition, self.words)
            rows.append(Text(f"{take.en} if {when.en}", f"{take.et}, kui {when.et}"))
        return Text("; ".join(row.en for row in rows), "; ".join(row.et for row in rows))

    def _other(self, part: RoundTo | RateOf | Total | Left | Running) -> Text:
        if isinstance(part, RoundTo):
            of, to, how = self._inner(part.of, None), self.say(part.to), _HOW[part.how]
            return Text(f"{of.en} {how.en} to {to.en}", f"{of.et}, {how.et} täpsuseni {to.et}")
        if isinstance(part, RateOf):
            rate, at = self.words.label(part.rate), self.say(part.at)
            return Text(f"{rate.en} on {at.en}", f"{rate.et} seisuga: {at.et}")
        if isinstance(part, Total):
            of = self.say(part.of)
            return Text(f"the total of {of.en}", f"kokku: {of.et}")
        if isinstance(part, Left):
            pot = self.words.label(part.pot)
            return Text(f"what is left of {pot.en}", f"jääk: {pot.et}")
        return Text("the amount so far", "senine summa")


def _is_share(value: object) -> bool:
    return isinstance(value, Fraction) and 0 < value < 1


def days_in_words(expression: Expression, words: Words, condition: ExplainCondition, *, working: bool) -> Text:
    """Return a number of days in words: ``10 days``, ``5 tööpäeva``."""
    return _Speaker(words, condition).days(expression, working=working)
