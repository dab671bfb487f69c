"""Care: the papers that decide were opened before the decision, and a reason was written."""

from simulator.domain.text import Text
from simulator.scoring.criteria.marks import FULL, Marks, bounded, part_of
from simulator.scoring.review import Review
from simulator.scoring.wording import counted, filled, listed, sentences

_PAPER, _PAPERS = Text("paper read", "dokument loetud"), Text("papers read", "dokumenti loetud")
_EXPECTED = Text("Read what decides, write why", "Loe otsustavat, kirjuta põhjus")
_ALL = Text(
    "You read every paper that decides, and gave your reason.", "Lugesid kõiki otsustavaid dokumente ja põhjendasid."
)
_READ = Text("You read every paper that decides.", "Lugesid kõiki otsustavaid dokumente.")
_UNREAD = Text("Not opened before deciding: {papers}.", "Enne otsust avamata: {papers}.")
_NO_REASON = Text("No reason was written.", "Põhjendus puudub.")


def judge(review: Review) -> Marks:
    """Return marks for reading before deciding and for a written reason."""
    groups = {need.pins: {review.pin_paper(pin) for pin in need.pins} for need in review.needs}
    unread = [papers for papers in groups.values() if not papers & review.opened]
    has_reason = bool(review.decision.reason.strip())
    parts = review.weights.part("procedure", "read"), review.weights.part("procedure", "reason")
    read = part_of(len(groups) - len(unread), len(groups))
    return Marks(
        share=bounded(read * parts[0] + (parts[1] if has_reason else 0 * FULL)),
        expected=_EXPECTED,
        done=counted(len(review.opened), _PAPER, _PAPERS),
        because=_because(review, unread, has_reason),
        rows=tuple(sorted({min(papers) for papers in unread})),
    )


def _because(review: Review, unread: list[set[str]], has_reason: bool) -> Text:
    if not unread:
        return _ALL if has_reason else sentences(_READ, _NO_REASON)
    names = dict.fromkeys(review.paper(min(papers)) for papers in unread)
    left = filled(_UNREAD, papers=listed(names))
    return left if has_reason else sentences(left, _NO_REASON)
