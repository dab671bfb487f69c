"""The subject of a debrief: the reviewed claim with its scorecard, and the words for what its trace names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from simulator.coverage.determination import Need
from simulator.coverage.explain import Words, value_text
from simulator.coverage.says import says
from simulator.coverage.says.facts import fact_says
from simulator.desk.state import DeskState
from simulator.domain.decision import Disposition
from simulator.domain.papers import RECORD
from simulator.domain.text import Text
from simulator.domain.values import ValueType, from_text
from simulator.scoring import wording
from simulator.scoring.criteria import JUDGES, Marks
from simulator.scoring.debrief.model import Clause
from simulator.scoring.debrief.slips import Slip, is_in_vain, slip_of
from simulator.scoring.review import Review
from simulator.scoring.scorecard import Criterion, Scorecard

Entry = Mapping[str, Any]
AUTHORITY = "authority"
_PRINTED = Text("{cite} {title}", "{cite} {title}")
_OF_GUIDE = Text("{cite}: {title}", "{cite}: {title}")
_ON_LINE = Text("{label} ({line})", "{label} ({line})")
_THE_RECORD = Text("The record", "Süsteemi sisestatu")
_AUTHORITY = Text("Authority", "Volitus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The review of the last act with its scorecard and desk; ``reviews`` are those of all acts.

    It reads the traces that are stored, and determines nothing anew.
    """

    review: Review
    reviews: tuple[Review, ...]
    card: Scorecard
    state: DeskState
    words: Words

    @property
    def trace(self) -> tuple[Entry, ...]:
        """The stored trace."""
        return self.review.determination.trace

    @property
    def currency(self) -> str:
        """The currency of the form."""
        return self.review.form.currency

    @property
    def claimant(self) -> str:
        """Who asks to be paid."""
        return self.review.exercise.holders.get("claimant", "")

    @property
    def final_act(self) -> Disposition:
        """What is right in the end: the act itself, or what should be decided where it goes."""
        of = self.review.determination
        return of.then.disposition if of.then is not None else of.disposition

    @property
    def slip(self) -> Slip | None:
        """What went wrong first in the acts before the last."""
        found = (slip_of(review) for review in self.reviews[:-1])
        return next((slip for slip in found if slip is not None), None)

    @property
    def waits(self) -> tuple[int, ...]:
        """The days of the story from each act to the next, and from the last until the claim left the desk."""
        moments = [*(sent.file.as_of for sent in self.state.acts), self.state.file.as_of]
        return tuple((later - earlier).days for earlier, later in pairwise(moments))

    @property
    def waited_in_vain(self) -> int:
        """The days of the story that acts cost from which nothing could come."""
        return sum(days for days, review in zip(self.waits, self.reviews, strict=True) if is_in_vain(review))

    def own(self, criterion: str) -> Marks | None:
        """Return the marks of the last act by itself."""
        return JUDGES[criterion](self.review)

    def own_share(self, criterion: str) -> Fraction:
        """Return the share of a criterion that the last act by itself earned; all where it did not ask for it."""
        found = self.own(criterion)
        return found.share if found is not None else Fraction(1)

    def share(self, criterion: str) -> Fraction:
        """Return the share of a criterion that was earned; all of it where the claim did not ask for it."""
        found = self.card.criterion(criterion)
        return found.share if found is not None else Fraction(1)

    def criterion(self, name: str) -> Criterion | None:
        """Return a criterion of the scorecard."""
        return self.card.criterion(name)

    def entries(self, about: str, **wanted: object) -> tuple[Entry, ...]:
        """Return the entries of the trace about that, with those values."""
        return tuple(
            entry
            for entry in self.trace
            if entry["about"] == about and all(entry.get(key) == value for key, value in wanted.items())
        )

    def said(self, entry: Entry) -> Text:
        """Return the sentence of an entry of the trace."""
        return says(entry, self.review.form, self.review.guide)

    def needed(self, need: Need) -> Text:
        """Return the label of a fact that decides, with the line that it is about."""
        label, line = self.words.label(need.fact), self.review.line(need.line)
        return label if line is None else wording.filled(_ON_LINE, label=label, line=line.label)

    def fact_said(self, fact: Entry) -> Text:
        """Return what the file says about a fact of the trace: its label, its value, how sure that is."""
        return fact_says(fact, self.words)

    def clause(self, name: str) -> Clause | None:
        """Return the provision of that id, or the rule of the guide; nothing where neither has it."""
        provision = next((one for one in self.review.form.provisions if one.id == name), None)
        if provision is not None:
            cite = wording.same(wording.clause(provision.cite))
            return Clause(id=name, cite=cite, title=provision.title, text=provision.text)
        return self._rule(name)

    def clauses(self, names: Iterable[str]) -> tuple[Clause, ...]:
        """Return the clauses of those ids, in the order of the form, those of the guide last."""
        order = {provision.id: at for at, provision in enumerate(self.review.form.provisions)}
        found = (self.clause(name) for name in sorted(set(names), key=lambda one: (order.get(one, len(order)), one)))
        return tuple(one for one in found if one is not None)

    def _rule(self, name: str) -> Clause | None:
        guide = self.review.guide
        if name == AUTHORITY and guide.authority is not None:
            return Clause(id=name, cite=guide.title, title=_AUTHORITY, text=guide.authority.text or wording.NOTHING)
        rules = {**{one.id: one.text for one in guide.triggers}, **{one.name: one.text for one in guide.stages}}
        text = rules.get(name)
        return None if text is None else Clause(id=name, cite=guide.title, title=wording.NOTHING, text=text)

    def value(self, fact: str, text: str) -> Text:
        """Return what a fact of the trace amounts to, as it is read."""
        known = self.words.fact(fact)
        if known is None:
            return wording.same(text)
        if known.type is ValueType.MONEY:
            exact = Fraction(text)
            return wording.money(Decimal(exact.numerator) / Decimal(exact.denominator), self.currency)
        return value_text(from_text(text, known.type), known, self.currency)

    def place(self, pin: str) -> Text:
        """Return the paper into which *pin* points, or the record."""
        name = self.review.pin_paper(pin)
        return _THE_RECORD if name == RECORD else capital(self.review.paper(name))

    def papers_of(self, pins: Iterable[str]) -> Text:
        """Return the papers into which *pins* point, each once."""
        names = dict.fromkeys(self.review.pin_paper(pin) for pin in pins)
        return wording.listed(capital(self.review.paper(name)) for name in names)


def capital(text: Text) -> Text:
    """Return *text* with a capital."""
    return Text(f"{text.en[:1].upper()}{text.en[1:]}", f"{text.et[:1].upper()}{text.et[1:]}")


def named(clause: Clause) -> Text:
    """Return the number of a clause with its title."""
    if not clause.title.en:
        return clause.cite
    pattern = _PRINTED if clause.cite.en.startswith("§") else _OF_GUIDE
    return wording.filled(pattern, cite=clause.cite, title=clause.title)
