"""The evidence of a sitting, claim by claim: what was done, what was right, and because. No score stands here."""

from dataclasses import dataclass

from flask import url_for

from simulator.domain.text import Text
from simulator.json_codec import from_json
from simulator.persistence.candidates import Candidate, items_of_sitting
from simulator.persistence.items import Item, ItemState, scorecard_of
from simulator.persistence.practice import covers
from simulator.scoring.scorecard import Scorecard
from simulator.web.context import db
from simulator.web.language import language

DONE = (ItemState.DECIDED.value, ItemState.CLOSED.value)
_DECISION = "disposition"
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A claim of the sitting; ``also`` names what else differs from what was right. Undecided, it has neither."""

    n: int
    number: str
    kind: str
    href: str
    is_decided: bool
    is_right: bool
    done: Text
    right: Text
    because: Text
    also: tuple[Text, ...]


def evidence_of(candidate: Candidate) -> tuple[EvidenceRow, ...]:
    """Return the claims of a sitting in their order."""
    items = items_of_sitting(db(), candidate.id)
    kinds = covers(db(), [item.exercise_hash for item in items])
    return tuple(
        _row(n, item, candidate, kinds[item.exercise_hash].kind.in_(language())) for n, item in enumerate(items, 1)
    )


def card_of(item: Item) -> Scorecard | None:
    """Return the scorecard of a claim that was decided; a reply that is awaited is no decision."""
    stored = scorecard_of(db(), item.id) if item.state in DONE else None
    return from_json(Scorecard, stored.body) if stored is not None else None


def _row(n: int, item: Item, candidate: Candidate, kind: str) -> EvidenceRow:
    card = card_of(item)
    decision = card.criterion(_DECISION) if card is not None else None
    return EvidenceRow(
        n=n,
        number=item.number,
        kind=kind,
        href=url_for("candidates.claim", candidate_id=candidate.id, n=n),
        is_decided=card is not None,
        is_right=decision is not None and not decision.differs,
        done=decision.done if decision is not None else _NOTHING,
        right=decision.expected if decision is not None else _NOTHING,
        because=decision.because if decision is not None else _NOTHING,
        also=_also(card) if card is not None else (),
    )


def _also(card: Scorecard) -> tuple[Text, ...]:
    return tuple(one.label for one in card.criteria if one.differs and one.id != _DECISION)
