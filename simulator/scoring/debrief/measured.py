"""The decision in the trade's measures: money right, people wrongly refused, needless steps, errors found."""

from decimal import Decimal

from simulator.coverage.says.facts import joined
from simulator.domain.decision import FINAL, Disposition
from simulator.domain.text import Text
from simulator.scoring.debrief.advice import DAY, DAYS
from simulator.scoring.debrief.model import Measured, Tone
from simulator.scoring.debrief.subject import Subject
from simulator.scoring.measures import Measures
from simulator.scoring.wording import DASH, counted, filled, money, same

_MONEY = Text("Money right", "Õigesti makstud raha")
_PAID = Text("{owed} was owed, {paid} paid", "Maksta tuli {owed}, makstud {paid}")
_NOT_PAID = Text("{owed} is owed, and was refused", "Maksta tuleb {owed}, aga keelduti")
_NO_MONEY = Text("Nothing was to be paid now, and nothing was", "Praegu ei olnud midagi maksta ja midagi ei makstud")
_WAITS = Text("{owed} is owed, and waits for a decision", "Maksta tuleb {owed}, otsus on veel ees")
_NOT_OWED = Text("{paid} was paid, nothing was owed now", "Makstud {paid}, praegu ei olnud midagi maksta")
_PEOPLE = Text("People wrongly refused", "Ekslikult hüvitiseta jäetud")
_REFUSED = Text("Refused though covered: {who}", "Keelduti, kuigi kaetud: {who}")
_COULD_BE = Text("The claim has cover, and was not refused", "Nõue on kaetud ja sellest ei keeldutud")
_COULD_NOT_BE = Text("Nothing here was wrongly refused", "Alusetult ei keeldutud siin millestki")
_TOO_EARLY = Text(
    "Refused before anybody could know whether it is owed", "Keelduti enne, kui võis teada, kas maksta tuleb"
)
_STEPS = Text("Needless steps", "Liigsed sammud")
_NONE = Text("Nobody was made to wait in vain", "Keegi ei pea asjata ootama")
_SOME = Text("{who} waits for what changes nothing", "Asjata ootab: {who}")
_WAITED = Text("{who} waited {days} for nothing", "Asjata oodatud: {days} ({who})")
_ERRORS = Text("Errors found", "Leitud vead")
_COUNT = Text("{found} of {all}", "{found} / {all}")
_EVERY = Text("Nothing wrong on the file stays unseen", "Toimikust ei jäänud ükski viga märkamata")
_OVERLOOKED = Text("Overlooked: {n}", "Märkamata: {n}")
_NO_ERROR = Text("Nothing on this file was wrong", "Selles toimikus ei olnud midagi valesti")
_ALARMS = Text("Flagged though right: {n}", "Veaks märgitud, kuigi õige: {n}")
_WHOLE = Decimal(100)


def measures(subject: Subject) -> tuple[Measured, ...]:
    """Return the three measures, and a fourth where there were errors to find or something was flagged without need."""
    of = subject.card.measures
    errors = (_errors(of),) if of.errors or of.false_alarms else ()
    return (_money(subject), _people(subject), _steps(subject), *errors)


def _money(subject: Subject) -> Measured:
    of, currency = subject.card.measures, subject.currency
    is_final = subject.review.decision.disposition in FINAL
    pattern = _pattern(of.owed, of.paid) if is_final else _WAITS if of.owed > of.paid else _NO_MONEY
    owed = of.owed if is_final else max(Decimal(0), of.owed - of.paid)
    note = filled(pattern, owed=money(owed, currency), paid=money(of.paid, currency))
    tone = Tone.RIGHT if of.is_money_right else Tone.WRONG
    if not is_final:
        return Measured(label=_MONEY, value=DASH, unit="", note=note, tone=tone)
    share = _money_right(of.owed, of.paid)
    value = f"{share:.1f}" if share != share.to_integral_value() else f"{share:.0f}"
    return Measured(label=_MONEY, value=Text(value, value.replace(".", ",")), unit="%", note=note, tone=tone)


def _pattern(owed: Decimal, paid: Decimal) -> Text:
    if not owed:
        return _NOT_OWED if paid else _NO_MONEY
    return _PAID if paid else _NOT_PAID


def _money_right(owed: Decimal, paid: Decimal) -> Decimal:
    """Return how much of the money that was paid or owed went right, in per cent; all of it where none was at stake."""
    most = max(owed, paid)
    return (_WHOLE * min(owed, paid) / most).quantize(Decimal("0.1")) if most else _WHOLE


def _people(subject: Subject) -> Measured:
    of = subject.card.measures
    spared = _COULD_BE if of.could_be_refused else _COULD_NOT_BE
    is_early = of.early and subject.review.decision.disposition is Disposition.REJECT
    note = filled(_REFUSED, who=subject.claimant) if of.refused else _TOO_EARLY if is_early else spared
    tone = Tone.WRONG if of.refused else Tone.PARTLY if is_early else Tone.RIGHT
    return Measured(label=_PEOPLE, value=same("1" if of.refused else "0"), unit="", note=note, tone=tone)


def _steps(subject: Subject) -> Measured:
    needless = subject.card.measures.needless
    if days := subject.waited_in_vain:
        note = filled(_WAITED, who=subject.claimant, days=counted(days, DAY, DAYS))
    else:
        note = filled(_SOME, who=subject.claimant) if needless else _NONE
    tone = Tone.PARTLY if needless or days else Tone.RIGHT
    return Measured(label=_STEPS, value=same(str(needless)), unit="", note=note, tone=tone)


def _errors(of: Measures) -> Measured:
    missed = of.errors - of.errors_found
    first = filled(_OVERLOOKED, n=missed) if missed else _EVERY if of.errors else _NO_ERROR
    notes = [first, *([filled(_ALARMS, n=of.false_alarms)] if of.false_alarms else [])]
    tone = Tone.WRONG if missed else Tone.PARTLY if of.false_alarms else Tone.RIGHT
    value = filled(_COUNT, found=of.errors_found, all=of.errors) if of.errors else DASH
    return Measured(label=_ERRORS, value=value, unit="", note=joined(notes, "; ", "; "), tone=tone)
