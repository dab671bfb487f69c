"""What is right in a preview: a determination with its reasons, and every step that led to it."""

from collections.abc import Iterator

from simulator.authoring.preview.words import Teller, wrapped
from simulator.coverage.determination import Determination, Request
from simulator.coverage.says import says
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.scoring.wording import ACTS

_REFUSED = Text("Refused by", "Keeldumise alus")
_CITES = Text("To be cited", "Viidata tuleb")
_REASONS = Text("Reasons", "Põhjused")
_ESCALATE = Text("Goes to", "Läheb")
_BECAUSE = Text("because of", "põhjus:")
_REQUESTS = Text("To be asked for", "Küsida tuleb")
_ASKED = Text("{paper} [{kind}] from {holder}; proves {facts}", "{paper} [{kind}], kellelt: {holder}; tõendab: {facts}")
_ALSO = Text("Right too", "Õige on ka")
_WORTH = Text("{act}, worth {worth}", "{act}, väärt {worth}")
_LINES = Text("Lines", "Read")
_LINE = Text(
    "{line}: {act}, accepted {accepted}, payable {payable}", "{line}: {act}, õige {accepted}, maksta {payable}"
)
_OFFS = Text("Off the whole claim", "Kogu nõudest maha")
_MEANWHILE = Text("May be paid meanwhile", "Vahepeal võib maksta")
_NEEDS = Text("Rests on", "Tugineb")
_FLAGS = Text("Errors to flag", "Märkida vigadeks")
_OR = Text("or", "või")
_THEN = Text("What is decided there", "Mida seal otsustada")
_STEPS = Text("Every step of the determination", "Lahenduse kõik sammud")


def right(found: Determination, teller: Teller, indent: str = "") -> Iterator[str]:
    """Yield the act that is right with its amount, and the reasons below it."""
    yield f"{indent}{act_words(found, teller)}"
    inner = indent + "  "
    yield from teller.entry(_REFUSED, map(teller.clause, found.grounds), inner)
    yield from teller.entry(_CITES, (teller.clause(one) for one in found.cites if one not in found.grounds), inner)
    yield from teller.entry(_REASONS, filter(None, [", ".join(found.reasons)]), inner)
    if found.escalate_to:
        why = f"{teller.queue(found.escalate_to)}, {teller.say(_BECAUSE)} {teller.clause(found.because_of)}"
        yield from teller.entry(_ESCALATE, [why], inner)
    yield from teller.entry(_REQUESTS, (_asked(one, teller) for one in found.requests), inner)
    paid = (f"{line}: {teller.amount(amount)}" for line, amount in found.pay_now.items())
    yield from teller.entry(_MEANWHILE, paid, inner)
    yield from teller.entry(_LINES, _lines(found, teller), inner)
    offs = (f"{teller.amount(one.amount)}  {teller.clause(one.clause)}" for one in found.offs if one.amount)
    yield from teller.entry(_OFFS, offs, inner)
    yield from teller.entry(_NEEDS, _needs(found, teller), inner)
    yield from teller.entry(_FLAGS, (f"{one.about}: {', '.join(one.pins)}" for one in found.flags), inner)
    yield from teller.entry(_ALSO, _also(found, teller), inner)
    if found.then is not None:
        yield f"{inner}{teller.say(_THEN)}:"
        yield from right(found.then, teller, inner + "  ")


def act_words(found: Determination, teller: Teller) -> str:
    """Return the act that is right, with the amount where it pays one."""
    act = teller.say(ACTS[found.disposition]).upper()
    return f"{act}  {teller.amount(found.payable)}" if found.disposition is Disposition.APPROVE else act


def every_step(found: Determination, teller: Teller) -> Iterator[str]:
    """Yield the trace of the file as it comes, a sentence a step."""
    yield from teller.heading(_STEPS)
    for entry in found.trace:
        words = teller.say(says(entry, teller.form, teller.guide))
        yield from wrapped(words, f"{entry.get('n', ''):>4} ", "     ")


def _asked(one: Request, teller: Teller) -> str:
    facts = ", ".join(map(teller.fact, one.proves)) or "–"
    holder = teller.party(one.holder)
    return teller.say(_ASKED).format(paper=teller.paper(one.paper), kind=one.paper, holder=holder, facts=facts)


def _lines(found: Determination, teller: Teller) -> Iterator[str]:
    if found.disposition is not Disposition.APPROVE:
        return
    for one in found.lines:
        act = teller.say(ACTS[one.disposition])
        yield teller.say(_LINE).format(
            line=one.line, act=act, accepted=teller.amount(one.accepted), payable=teller.amount(one.payable)
        )


def _needs(found: Determination, teller: Teller) -> Iterator[str]:
    for need in found.needs:
        pins = f" {teller.say(_OR)} ".join(need.pins)
        yield f"{teller.fact(need.fact, need.line)}: {pins} → {teller.clause(need.provision)}"


def _also(found: Determination, teller: Teller) -> Iterator[str]:
    for one in found.alternatives:
        yield teller.say(_WORTH).format(act=teller.say(ACTS[one.disposition]), worth=f"{float(one.worth):.0%}")
