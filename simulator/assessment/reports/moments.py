"""Moments: the claims of a sitting that say most about the work, good and bad, chosen by rule.

A claim says the more, the farther its score lies from the share that was to be expected of this person on a scenario
of its level: r = (s - p) / sqrt(p (1 - p)), p = 1 / (1 + exp(difficulty - ability)), the ability that of the whole
score. One good claim, one bad one, then whatever says most of the others, another skill before the same. Of two that
say as much, that of which more was asked comes first: more acts, an error to find.
"""

import math
from collections.abc import Sequence

from simulator.assessment.reports.sittings import Deciding, SatClaim
from simulator.assessment.reports.snapshots import Excerpt, Moment
from simulator.assessment.reports.texts import ReportTexts
from simulator.scoring.scorecard import Criterion, Scorecard

_FULL = 100
_ERRORS = "errors"
_DECIMALS = 9


def moments_of(claims: Sequence[SatClaim], mark: float, texts: ReportTexts) -> tuple[Moment, ...]:
    """Return the moments of a sitting in the order of its claims; *mark* (of 100) parts good from bad."""
    decided = [(claim, claim.card) for claim in claims if claim.card is not None]
    says = _surprises(claims, texts)
    chosen: list[tuple[SatClaim, Scorecard]] = []

    def order(one: tuple[SatClaim, Scorecard]) -> tuple[float, int, int]:
        claim, card = one
        return -abs(says[claim.number]), -_asked(card), claim.number

    for is_good in (True, False):
        among = [(claim, card) for claim, card in decided if (card.total >= mark) is is_good]
        if among and len(chosen) < texts.moments:
            chosen.append(min(among, key=order))
    while len(chosen) < min(texts.moments, len(decided)):
        skills = {claim.drawn.skill for claim, _ in chosen}
        left = [one for one in decided if one not in chosen]
        chosen.append(min(left, key=lambda one: (one[0].drawn.skill in skills, *order(one))))
    return tuple(_moment(claim, card, mark, texts) for claim, card in sorted(chosen, key=lambda one: one[0].number))


def _asked(card: Scorecard) -> int:
    return len(card.acts) + (card.criterion(_ERRORS) is not None)


def _surprises(claims: Sequence[SatClaim], texts: ReportTexts) -> dict[int, float]:
    """Return by number how far each claim lies from what was to be expected, in standard deviations."""
    share = sum(claim.total for claim in claims) / len(claims) / _FULL
    held = min(1 - texts.least_ability, max(texts.least_ability, share))
    ability = math.log(held / (1 - held))
    found = {}
    for claim in claims:
        expected = 1 / (1 + math.exp(claim.drawn.pinned.difficulty - ability))
        found[claim.number] = round((claim.total / _FULL - expected) / math.sqrt(expected * (1 - expected)), _DECIMALS)
    return found


def _moment(claim: SatClaim, card: Scorecard, mark: float, texts: ReportTexts) -> Moment:
    is_good = card.total >= mark
    criterion = _telling(card, is_good, texts.good_by)
    return Moment(
        number=claim.number,
        total=card.total,
        is_good=is_good,
        act=card.done,
        right=card.expected,
        criterion=criterion.id,
        label=criterion.label,
        done=criterion.done,
        expected=criterion.expected,
        because=criterion.because,
        excerpts=_excerpts(claim.deciding, is_good, criterion.id == _ERRORS, texts.pins),
    )


def _telling(card: Scorecard, is_good: bool, good_by: Sequence[str]) -> Criterion:
    """Return the criterion that says most: of a good claim what was wholly right, of a bad one what lost most."""
    right = [one for name in good_by if (one := card.criterion(name)) is not None and not one.differs]
    if is_good and right:
        return right[0]
    return max(card.criteria, key=lambda one: one.points if is_good else one.most - one.points)


def _excerpts(deciding: Sequence[Deciding], is_good: bool, is_error: bool, most: int) -> tuple[Excerpt, ...]:
    """Return the places to show: first those of what is told, and what was marked (of a bad claim: what was not)."""
    ordered = sorted(deciding, key=lambda one: (one.is_error is not is_error, bool(one.pinned) is not is_good))
    found = {one.shown: Excerpt(pin=one.shown, is_marked=bool(one.pinned)) for one in ordered}
    return tuple(found.values())[:most]
