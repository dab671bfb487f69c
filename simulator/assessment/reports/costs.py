"""The cost profile: what the decisions of a sitting would have cost, in money, in people and in needless steps."""

from collections.abc import Sequence
from decimal import Decimal

from simulator.assessment.reports.snapshots import CostProfile
from simulator.domain.decision import FINAL, Disposition
from simulator.measurement import Decided, Detection, Leaning, Rules, TooFew, cost_profile
from simulator.scoring.scorecard import Scorecard

_NOUGHT = Decimal(0)


def profile_of(cards: Sequence[Scorecard], currency: str, rules: Rules) -> CostProfile:
    """Return the cost profile of decided claims; which way they lean only from enough claims of each kind on."""
    found = tuple(card.measures for card in cards)
    to_pay, to_refuse = _owed(cards, True), _owed(cards, False)
    detected = cost_profile(_decided(to_pay, to_refuse), least=rules.claims_per_class)
    needless = sum(_needless_escalations(card) for card in cards)
    return CostProfile(
        claims=len(cards),
        currency=currency,
        paid=sum((one.paid for one in found), _NOUGHT),
        overpaid=sum((one.overpaid for one in found), _NOUGHT),
        kept_back=sum((one.kept_back for one in found), _NOUGHT),
        refused_wrongly=sum(one.refused for one in found),
        to_pay=len(to_pay),
        paid_wrongly=sum(card.measures.paid > 0 for card in to_refuse),
        to_refuse=len(to_refuse),
        missed_escalations=sum(_missed_escalation(card) for card in cards),
        escalations=sum(_has_escalation(card) for card in cards),
        needless_escalations=needless,
        needless_requests=sum(one.needless for one in found) - needless,
        decided_early=sum(one.early for one in found),
        detection=detected,
        leaning=_leaning(detected, rules),
    )


def _owed(cards: Sequence[Scorecard], is_owed: bool) -> tuple[Scorecard, ...]:
    return tuple(card for card in cards if card.measures.could_be_refused is is_owed)


def _decided(to_pay: Sequence[Scorecard], to_refuse: Sequence[Scorecard]) -> Decided:
    """Count the claims that were ended either way; what was passed on is no sign of leaning."""
    return Decided(
        paid_rightly=_ended(to_pay, Disposition.APPROVE),
        refused_wrongly=_ended(to_pay, Disposition.REJECT),
        paid_wrongly=_ended(to_refuse, Disposition.APPROVE),
        refused_rightly=_ended(to_refuse, Disposition.REJECT),
    )


def _ended(cards: Sequence[Scorecard], act: Disposition) -> int:
    return sum(card.done is act for card in cards if card.done in FINAL)


def _leaning(detected: Detection | TooFew, rules: Rules) -> Leaning | None:
    return detected.leaning(rules.interval_z) if isinstance(detected, Detection) else None


def _has_escalation(card: Scorecard) -> bool:
    return any(act.expected is Disposition.ESCALATE for act in card.acts)


def _missed_escalation(card: Scorecard) -> bool:
    """Tell whether a claim that was for others to decide was never passed on."""
    return _has_escalation(card) and not any(act.done is Disposition.ESCALATE for act in card.acts)


def _needless_escalations(card: Scorecard) -> int:
    return sum(act.done is Disposition.ESCALATE and not act.on_path for act in card.acts)
