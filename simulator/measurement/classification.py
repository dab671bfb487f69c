"""How often a cut puts people on the right side, and on the same side twice (measurement 4.3)."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from statistics import fmean

from simulator.errors import Invalid
from simulator.measurement.beta import binomial_below
from simulator.measurement.bounds import a_share
from simulator.measurement.normal import NORMAL
from simulator.measurement.true_scores import Moments, TrueScores, effective_length, true_scores

_FULL = 100.0
_DECIMALS = 9
"""Decimals kept before rounding up, so that a cut of 25.000000000000004 is one of 25."""


class Method(StrEnum):
    """How a classification was reckoned."""

    LIVINGSTON_LEWIS = "livingston_lewis"
    RUDNER = "rudner"
    NORMAL_AT_CUT = "normal_at_cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Shares of 0 to 1. ``accuracy``: on the side where the true score lies; ``consistency``: the same side twice.

    ``kappa`` is consistency beyond chance; None where everybody stands on one side, or the method gives none.
    ``moments`` tells for Livingston and Lewis on how many moments the true scores rest: 4, 2, or 1 (no spread).
    """

    accuracy: float
    consistency: float
    kappa: float | None
    method: Method
    moments: int | None = None


@lru_cache(maxsize=64)
def livingston_lewis(moments: Moments, reliability: float, cut: float) -> Classification:
    """Return the classification of people whose scores (of 100) have those *moments*, at *cut* (of 100).

    The form counts as n_eff = (M (100 - M) - R s^2) / (s^2 (1 - R)) right-or-wrong claims; a true score t gives
    Binomial(round n_eff, t); the true scores follow a beta curve (Livingston and Lewis 1995; Hanson 1991). Where
    nobody differs, or nothing is error, the scores themselves are the true ones. Of a form, not of a person, so
    it is kept: a page that lists fifty people reckons it once.

    Raises:
        Invalid: *reliability* is not in 0..1, or *cut* or the mean not in 0..100.
    """
    found = true_scores(moments, reliability, split_at=_share_of(cut))
    length = effective_length(moments, reliability)
    return classified(found, math.inf if math.isinf(length) else max(1, round(length)), cut)


def classified(true: TrueScores, length: float, cut: float) -> Classification:
    """Return the classification at *cut* (of 100) of people with those *true* scores on a form of *length* claims."""
    mark = _share_of(cut)
    below = [(share, place < mark, _below(place, length, mark)) for place, share in true.points]
    accuracy = math.fsum(share * (fails if is_low else 1 - fails) for share, is_low, fails in below)
    failing = math.fsum(share * fails for share, _, fails in below)
    consistency = math.fsum(share * (fails**2 + (1 - fails) ** 2) for share, _, fails in below)
    return Classification(
        accuracy=min(1.0, accuracy),
        consistency=min(1.0, consistency),
        kappa=kappa_of(consistency, failing),
        method=Method.LIVINGSTON_LEWIS,
        moments=true.moments,
    )


def rudner(estimates: Sequence[tuple[float, float]], cut: float) -> Classification:
    """Return the mean classification of people with those *estimates*, each with its standard error, at *cut*.

    P(right side) = Phi(|estimate - cut| / error); the same side twice P^2 + (1 - P)^2 (Rudner 2001). Estimates and
    cut may have any one unit.

    Raises:
        Invalid: There is nobody, or an error is below 0.
    """
    if not estimates or min(error for _, error in estimates) < 0:
        raise Invalid("At least one estimate is needed, each with an error of 0 or more.")
    right = [_right_side(abs(estimate - cut), error) for estimate, error in estimates]
    return Classification(
        accuracy=fmean(right), consistency=fmean(twice(right)), kappa=None, method=Method.RUDNER
    )  # fmt: skip


def at_the_cut(reliability: float) -> Classification:
    """Return the classification where the mean of the group lies at the cut: the hardest place, for plans without data.

    With normal scores 1/2 + asin(R)/pi stand on the same side twice, 1/2 + asin(sqrt R)/pi on the right one
    (Sheppard 1899; Peng and Subkoviak 1980).

    Raises:
        Invalid: *reliability* is not in 0..1.
    """
    share = a_share(reliability, "reliability")
    consistency = 0.5 + math.asin(share) / math.pi
    return Classification(
        accuracy=0.5 + math.asin(math.sqrt(share)) / math.pi,
        consistency=consistency,
        kappa=kappa_of(consistency, 0.5),
        method=Method.NORMAL_AT_CUT,
    )


def twice(shares: Iterable[float]) -> list[float]:
    """Return for each probability of one side that of the same side twice: p^2 + (1 - p)^2."""
    return [share**2 + (1 - share) ** 2 for share in shares]


def kappa_of(consistency: float, failing: float) -> float | None:
    """Return (p - pc) / (1 - pc) with the agreement by chance pc of that share *failing* (Cohen 1960)."""
    chance = failing**2 + (1 - failing) ** 2
    return None if chance >= 1 else (consistency - chance) / (1 - chance)


def _below(place: float, length: float, mark: float) -> float:
    if math.isinf(length):
        return float(place < mark)
    return binomial_below(math.ceil(round(mark * length, _DECIMALS)), round(length), place)


def _right_side(distance: float, error: float) -> float:
    if error == 0:
        return 1.0
    return NORMAL.cdf(distance / error)


def _share_of(cut: float) -> float:
    return a_share(cut / _FULL, "cut as a share of 100")
