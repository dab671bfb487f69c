"""A review: one decided claim with what it is measured by, as every criterion reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from simulator.coverage.determination import Determination, Flag, Need
from simulator.coverage.explain import KEYED
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.domain.claim import ClaimFile, ClaimLine
from simulator.domain.decision import Decision, Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.papers import pinned
from simulator.domain.text import Text
from simulator.scoring import wording
from simulator.scoring.weights import Weights

_ON_RECORD = Text("{field} (keyed wrong)", "{field} (valesti sisestatud)")
_DECLARATIONS = Text("Policy schedule", "Poliis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An act beside the determination of the file as it stood; ``measure`` is that, or the accepted alternative done.

    ``needed_before`` are pins that decided an earlier act, ``model_minutes`` the work of the model path up to here,
    ``flags`` the errors on the file that were met up to here and ``flagged`` the places that were flagged as wrong.
    """

    decision: Decision
    determination: Determination
    measure: Determination
    exercise: Exercise
    file: ClaimFile
    form: Form
    guide: Guide
    weights: Weights
    opened: frozenset[str]
    minutes: int
    model_minutes: int
    needed_before: frozenset[str] = frozenset()
    flags: tuple[Flag, ...] = ()
    flagged: tuple[str, ...] = ()

    @property
    def did_the_act(self) -> bool:
        """Tell whether the act was done by which the decision is measured."""
        return self.decision.disposition is self.measure.disposition

    @property
    def is_act_right(self) -> bool:
        """Tell whether the act is the determination's own."""
        return self.decision.disposition is self.determination.disposition

    @property
    def tolerance(self) -> Decimal:
        """The distance from the right total that still counts as right; 0 but where the guide allows more."""
        shares = [other.amount_within for other in self.determination.alternatives if other.amount_within is not None]
        widest = max(shares, default=Fraction(0))
        return Decimal(widest.numerator) / Decimal(widest.denominator) * self.measure.payable

    @property
    def needs(self) -> tuple[Need, ...]:
        """The facts that decide and that some paper on the file states."""
        return tuple(need for need in self.determination.needs if need.pins)

    def line(self, line_id: str) -> ClaimLine | None:
        """Return the line of the claim of that id."""
        return next((line for line in self.file.lines if line.id == line_id), None)

    def has_provision(self, name: str) -> bool:
        """Tell whether the form has that provision; what the guide asks for can be neither cited nor tied to."""
        return any(one.id == name for one in self.form.provisions)

    def cite(self, provision_id: str) -> Text:
        """Return the printed number of a provision."""
        found = next((one for one in self.form.provisions if one.id == provision_id), None)
        return wording.same(wording.clause(found.cite) if found else provision_id)

    def cites(self, provision_ids: tuple[str, ...]) -> Text:
        """Return the printed numbers of provisions, in the order of the form."""
        order = {provision.id: at for at, provision in enumerate(self.form.provisions)}
        ordered = sorted(set(provision_ids), key=lambda one: (order.get(one, len(order)), one))
        return wording.listed(self.cite(one) for one in ordered)

    def fact(self, name: str) -> Text:
        """Return the label of a fact."""
        facts = {**self.guide.facts, **self.form.declarations, **self.form.facts}
        return facts[name].label if name in facts else wording.same(name.replace("_", " "))

    def error(self, flag: Flag) -> Text:
        """Return what is wrong: what comparing papers found, or the field of the record that was keyed wrongly."""
        if not flag.is_on_record:
            return self.fact(flag.about)
        return wording.filled(_ON_RECORD, field=self.keyed(flag.about) or self.fact(flag.about))

    def keyed(self, name: str) -> Text | None:
        """Return the words for a field that is no fact of one line, or nothing where nobody gave it any."""
        facts = {**self.guide.facts, **self.form.declarations, **self.form.facts}
        return facts[name].label if name in facts else KEYED.get(name)

    def kind(self, paper_kind: str) -> Text:
        """Return the label of a kind of paper."""
        documents = {**self.guide.documents, **self.form.documents}
        if paper_kind in documents:
            return documents[paper_kind].label
        return _DECLARATIONS if paper_kind == "declarations" else wording.same(paper_kind.replace("_", " "))

    def paper(self, paper_id: str) -> Text:
        """Return the label of a paper on the file."""
        found = self.file.paper(paper_id)
        return self.kind(found.kind if found else paper_id)

    def holder(self, party: str) -> Text:
        """Return who a party is: the word of the trade."""
        return PARTIES.get(party, wording.same(party))

    def queue(self, name: str) -> Text:
        """Return the label of a queue of the guide."""
        return self.guide.queues.get(name) or QUEUES.get(name) or wording.same(name)

    def pin_paper(self, pin: str) -> str:
        """Return the paper into which a pin points."""
        return pinned(pin)[0]


PARTIES: Mapping[str, Text] = {
    "claimant": Text("claimant", "nõude esitaja"),
    "insured": Text("policyholder", "kindlustusvõtja"),
    "workshop": Text("workshop", "töökoda"),
    "doctor": Text("doctor", "arst"),
    "police": Text("police", "politsei"),
    "employer": Text("employer", "tööandja"),
    "registry": Text("registry", "register"),
    "department": Text("another department of ours", "meie teine osakond"),
}
QUEUES: Mapping[str, Text] = {
    "supervisor": Text("supervisor", "juhendaja"),
    "legal": Text("legal", "õigusosakond"),
    "investigations": Text("investigations", "uurimisosakond"),
}


def measured_by(determination: Determination, decision: Decision) -> Determination:
    """Return what *decision* is measured by: the determination, or the accepted alternative that it chose."""
    done = decision.disposition
    if done is determination.disposition or not any(one.disposition is done for one in determination.alternatives):
        return determination
    if done is Disposition.APPROVE:
        return _paying_now(determination)
    if done is Disposition.ESCALATE:
        why = determination.because_of or determination.lead
        queue = determination.escalate_to or "supervisor"
        return replace(determination, disposition=done, escalate_to=queue, because_of=why, then=determination)
    return determination


def _paying_now(determination: Determination) -> Determination:
    """Return the determination that pays the undisputed lines and leaves the open ones for later."""
    lines = tuple(
        line if line.line in determination.pay_now else replace(line, accepted=Decimal(0), payable=Decimal(0))
        for line in determination.lines
    )
    payable = sum(determination.pay_now.values(), Decimal(0)) or determination.payable
    return replace(determination, disposition=Disposition.APPROVE, payable=payable, lines=lines, requests=())
