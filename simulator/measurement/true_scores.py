"""True scores: a beta curve by the moments of the observed ones, and how long the form is in effect.

Livingston and Lewis 1995; Hanson 1991 (ACT Research Report 91-5) for the four-parameter beta by moments.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from simulator.errors import Invalid
from simulator.measurement.beta import Beta
from simulator.measurement.bounds import a_share

_FULL = 100.0
_EDGE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Mean and standard deviation (over N) of scores of 100; skewness and kurtosis (normal: 3) where they are known."""

    mean: float
    sd: float
    skewness: float | None = None
    kurtosis: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueScores:
    """Places of 0..1 with the share of people there, and on how many moments they rest: 4, 2, or 1 (no spread)."""

    points: tuple[tuple[float, float], ...]
    moments: int


def moments_of(scores: Sequence[float]) -> Moments:
    """Return the moments of *scores*; skewness and kurtosis are None where all are equal.

    Raises:
        Invalid: There is no score.
    """
    if not scores:
        raise Invalid("Moments need at least one score.")
    mean = fmean(scores)
    second, third, fourth = (fmean((score - mean) ** power for score in scores) for power in (2, 3, 4))
    if second < _EDGE**2:
        return Moments(mean=mean, sd=0.0)
    return Moments(mean=mean, sd=math.sqrt(second), skewness=third / second**1.5, kurtosis=fourth / second**2)


def effective_length(moments: Moments, reliability: float) -> float:
    """Return n_eff = (M (100 - M) - R s^2) / (s^2 (1 - R)): how many right-or-wrong claims measure as well.

    Infinite where nobody differs or nothing is error.

    Raises:
        Invalid: *reliability* is not in 0..1, or the mean not in 0..100.
    """
    mean = a_share(moments.mean / _FULL, "mean as a share of 100")
    variance = (moments.sd / _FULL) ** 2
    error = variance * (1 - a_share(reliability, "reliability"))
    return (mean * (1 - mean) - reliability * variance) / error if error > 0 else math.inf


def true_scores(moments: Moments, reliability: float, *, split_at: float) -> TrueScores:
    """Return the true scores behind scores with those *moments*, as points of 0..1 that lie close at *split_at*.

    A four-parameter beta where its moments are known and possible; where its ends fall outside 0..1, a beta from 0 to
    1 by mean and variance, as Hanson (1991) and betafunctions fall back; where no true variance is left, the mean.

    Raises:
        Invalid: *reliability* is not in 0..1, or the mean not in 0..100.
    """
    mean = a_share(moments.mean / _FULL, "mean as a share of 100")
    variance = a_share(reliability, "reliability") * (moments.sd / _FULL) ** 2
    four = _by_four(moments, effective_length(moments, reliability))
    if four is not None:
        return TrueScores(points=four.points(split_at=split_at), moments=4)
    two = by_two(mean, variance)
    if two is not None:
        return TrueScores(points=two.points(split_at=split_at), moments=2)
    return TrueScores(points=((mean, 1.0),), moments=1)


def by_two(mean: float, variance: float) -> Beta | None:
    """Return the beta from 0 to 1 of that *mean* and *variance*; None where there is none."""
    both = mean * (1 - mean) / variance - 1 if variance > 0 else 0.0
    if both <= 0 or not 0 < mean < 1:
        return None
    return Beta(low=0.0, high=1.0, a=mean * both, b=(1 - mean) * both)


def by_four(mean: float, variance: float, skewness: float, kurtosis: float) -> Beta | None:
    """Return the beta of those four moments; None where there is none inside 0..1 (Hanson 1991, equations 9 to 13)."""
    squared = skewness**2
    below = 6 + 3 * squared - 2 * kurtosis
    both = 6 * (kurtosis - squared - 1) / below if below > 0 else 0.0
    if both <= 0 or variance <= 0:
        return None
    lean = (both + 2) * math.sqrt(squared / ((both + 2) ** 2 * squared + 16 * (both + 1)))
    a = both / 2 * (1 - math.copysign(lean, skewness))
    if not 0 < a < both:
        return None
    span = both * math.sqrt(variance * (both + 1) / (a * (both - a)))
    low = mean - span * a / both
    if low < -_EDGE or low + span > 1 + _EDGE:
        return None
    return Beta(low=max(0.0, low), high=min(1.0, low + span), a=a, b=both - a)


def _by_four(moments: Moments, length: float) -> Beta | None:
    """Return the beta by the true moments E[t^r] = E[y falling r] / n_eff falling r; y is the score in claims."""
    if moments.skewness is None or moments.kurtosis is None or not 3 < length < math.inf:
        return None
    first, second, third, fourth = _raw(moments, length)
    falling = (
        first,
        second - first,
        third - 3 * second + 2 * first,
        fourth - 6 * third + 11 * second - 6 * first,
    )
    one, two, three, four = (value / _falling(length, power) for power, value in enumerate(falling, start=1))
    variance = two - one**2
    if variance <= 0:
        return None
    return by_four(
        one,
        variance,
        (three - 3 * one * two + 2 * one**3) / variance**1.5,
        (four - 4 * one * three + 6 * one**2 * two - 3 * one**4) / variance**2,
    )


def _raw(moments: Moments, length: float) -> tuple[float, float, float, float]:
    """Return the moments about nought of the score, counted in *length* claims."""
    mean, sd = (value * length / _FULL for value in (moments.mean, moments.sd))
    third = (moments.skewness or 0.0) * sd**3
    fourth = (moments.kurtosis or 0.0) * sd**4
    return (
        mean,
        sd**2 + mean**2,
        third + 3 * mean * sd**2 + mean**3,
        fourth + 4 * mean * third + 6 * mean**2 * sd**2 + mean**4,
    )


def _falling(length: float, power: int) -> float:
    return math.prod(length - step for step in range(power))
