"""The errors on the file: what was wrong and where, whether it was flagged, and what was flagged though it is right."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from simulator.coverage.determination import Flag
from simulator.coverage.explain import day_text
from simulator.coverage.language.facts import PaperComparison
from simulator.coverage.says.facts import joined
from simulator.domain.papers import RECORD, Paper, pin, pinned
from simulator.domain.text import Text
from simulator.scoring.criteria.disputes import beside
from simulator.scoring.criteria.errors import false_alarms, missed_flags
from simulator.scoring.debrief.model import ErrorRow, Find
from simulator.scoring.debrief.subject import Subject, capital
from simulator.scoring.wording import NOTHING, day, filled, listed, money, same

_SAYS = Text("{where}: {said}", "{where}: {said}")
_OF = Text("{paper} ({day})", "{paper} ({day})")
_SUM = Text(
    "{paper}: the parts come to {parts}, the total says {total}",
    "{paper}: osade summa on {parts}, kogusummaks on märgitud {total}",
)
_CLOSED = Text("{said}.", "{said}.")
_NOTHING_WRONG = Text("Nothing contradicts what stands here.", "Siin kirjas olevale ei räägi miski vastu.")
_RECORD_COST = Text(
    "What is keyed wrong goes on into every letter and every payment.",
    "Valesti sisestatu läheb edasi igasse kirja ja igasse maksesse.",
)
_OTHER_COST = Text(
    "The error stays on the file, and whoever works on it next may build on it.",
    "Viga jääb toimikusse ja järgmine võib sellele toetuda.",
)
_COSTS = {
    "same_paper_twice": Text(
        "A bill that lies on the file twice is easily paid twice.",
        "Toimikus kaks korda olev arve makstakse kergesti kaks korda.",
    ),
    "does_not_add_up": Text(
        "Whoever pays by that total pays what the parts do not bear out.",
        "Kes maksab selle kogusumma järgi, maksab midagi, mida osad ei kinnita.",
    ),
    "earlier_than": Text(
        "Work dated before the loss may belong to other damage, and nobody would have asked.",
        "Enne juhtumit dateeritud töö võib kuuluda muu kahju juurde, ja keegi ei oleks küsinud.",
    ),
    "differs": Text(
        "Nobody would have asked which of the two is right, or whether that paper belongs to this claim at all.",
        "Keegi ei oleks küsinud, kumb on õige või kas see dokument üldse selle nõude juurde kuulub.",
    ),
    "named_nowhere": Text(
        "The money could have gone to somebody whom nobody on this file knows.",
        "Raha oleks võinud minna kellelegi, keda selles toimikus keegi ei tunne.",
    ),
}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"\d+\.\d\d")


def errors(subject: Subject) -> tuple[ErrorRow, ...]:
    """Return the errors in the order in which they were met, and after them the places flagged without need."""
    review = subject.review
    missed = missed_flags(review)
    met = (
        ErrorRow(
            error=capital(review.error(flag)),
            places=flag.pins,
            find=Find.MISSED if flag in missed else Find.FOUND,
            because=shown(subject, flag),
        )
        for flag in review.flags
    )
    needless = (
        ErrorRow(error=NOTHING, places=(place,), find=Find.SPARE, because=_NOTHING_WRONG)
        for place in false_alarms(review)
    )
    return (*met, *needless)


def shown(subject: Subject, flag: Flag) -> Text:
    """Return what differs from what, place by place, as a sentence of labels and values; or the sum that is wrong."""
    compared = _compared(subject, flag)
    if compared is not None and compared.word == "does_not_add_up":
        said = tuple(_sums(subject, flag, compared))
    else:
        said = tuple(_says(subject, _places(subject, flag, compared)))
    return filled(_CLOSED, said=joined(said, "; ", "; ")) if said else NOTHING


def cost_of(subject: Subject, flag: Flag) -> Text:
    """Return what an error that nobody noticed would have led to."""
    if flag.is_on_record:
        return _RECORD_COST
    compared = _compared(subject, flag)
    return _OTHER_COST if compared is None else _COSTS.get(compared.word, _OTHER_COST)


def _compared(subject: Subject, flag: Flag) -> PaperComparison | None:
    facts = {**subject.review.guide.facts, **subject.review.form.facts}
    return None if flag.is_on_record or flag.about not in facts else facts[flag.about].compare


def _places(subject: Subject, flag: Flag, compared: PaperComparison | None) -> tuple[str, ...]:
    """Return the places of an error, and those to lay beside them."""
    others: Iterable[str] = ()
    if compared is None or compared.word == "differs":
        others = (other for place in flag.pins for other in beside(subject.review, place))
    elif compared.word == "earlier_than":
        of = compared.of or compared.field
        papers = (paper for paper in subject.review.file.papers if paper.kind == compared.other)
        others = (pin(paper.id, of) for paper in papers if paper.statement(of) is not None)
    return tuple(dict.fromkeys((*flag.pins, *others)))


def _says(subject: Subject, places: Iterable[str]) -> Iterator[Text]:
    """Yield what is said at *places*, each time with the papers, or the record, that say it."""
    by_holder: dict[str, list[Text]] = {}
    by_words: dict[Text, list[Text]] = {}
    for place in places:
        holder, field = pinned(place)
        words = _statement(subject, holder, field)
        if words is not None:
            by_holder.setdefault(holder, []).append(_read(subject, field, words))
    for holder, said in by_holder.items():
        by_words.setdefault(listed(said), []).append(_named(subject, holder))
    for said_there, where in by_words.items():
        yield filled(_SAYS, where=listed(where), said=said_there)


def _sums(subject: Subject, flag: Flag, compared: PaperComparison) -> Iterator[Text]:
    """Yield each paper of *flag* that states a total, with what its parts come to."""
    for holder in dict.fromkeys(subject.review.pin_paper(place) for place in flag.pins):
        paper = subject.review.file.paper(holder)
        total = None if paper is None else paper.statement(compared.total)
        if paper is not None and isinstance(total, str) and (parts := _parts(paper, flag, compared)):
            yield filled(
                _SUM,
                paper=_named(subject, paper.id),
                parts=money(sum(parts, Decimal(0)), subject.currency),
                total=money(Decimal(total), subject.currency),
            )


def _parts(paper: Paper, flag: Flag, compared: PaperComparison) -> list[Decimal]:
    fields = [field for holder, field in map(pinned, flag.pins) if holder == paper.id]
    said = [paper.statement(field) for field in fields if field.rpartition(".")[2] in compared.parts]
    return [Decimal(amount) for amount in said if isinstance(amount, str)]


def _statement(subject: Subject, holder: str, field: str) -> str | None:
    if holder == RECORD:
        return subject.review.file.record.get(field)
    paper = subject.review.file.paper(holder)
    said = None if paper is None else paper.statement(field)
    return said if isinstance(said, str) else None


def _named(subject: Subject, holder: str) -> Text:
    """Return the paper, with the day on which it came where there are several of its kind."""
    label, paper = subject.place(pin(holder, "")), subject.review.file.paper(holder)
    if paper is None or sum(one.kind == paper.kind for one in subject.review.file.papers) == 1:
        return label
    return filled(_OF, paper=label, day=day(paper.received_at.date()))


def _read(subject: Subject, field: str, said: str) -> Text:
    """Return a statement as it is read: the value of a fact, else a day, an amount, or the words themselves."""
    name = field.rpartition(".")[2]
    fact = subject.words.fact(name)
    if fact is not None:
        try:
            return subject.value(name, said)
        except (ValueError, KeyError):
            return same(said)
    if _ISO_DAY.fullmatch(said):
        return day_text(date.fromisoformat(said))
    return money(Decimal(said), subject.currency) if _AMOUNT.fullmatch(said) else same(said)
