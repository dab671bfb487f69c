"""The cut score: what judges set, how sure it is, and on which side of it a score falls (measurement 4.1)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, stdev

from simulator.errors import Invalid
from simulator.measurement.bounds import a_share
from simulator.measurement.normal import NORMAL

_FULL = 100.0


class Band(StrEnum):
    """Where a score falls: clearly on one side of the cut, or too near for anything but a person's review."""

    PASSES = "passes"
    BORDERLINE = "borderline"
    FAILS = "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The score from which on somebody passes, of 100, and its standard error; no *judges*: a mark that was chosen."""

    mark: float
    se: float = 0.0
    judges: int = 0


def angoff(ratings: Sequence[Sequence[float]]) -> Cut:
    """Return the cut of *ratings*: a row a judge, a column a claim, each the share (0 to 1) that who just passes gets.

    The cut is the mean of the judges' sums, its error sd(sums) / sqrt(J), both put on 0..100 by the number of claims
    (modified Angoff 1971; Cizek and Bunch 2007).

    Raises:
        Invalid: There are fewer than two judges, no claim, rows of unequal length, or a rating not in 0..1.
    """
    if len(ratings) < 2 or len({len(row) for row in ratings}) != 1 or not ratings[0]:
        raise Invalid("A cut needs ratings by at least two judges, each of every claim.")
    means = [_FULL * fmean(a_share(rating, "rating") for rating in row) for row in ratings]
    return Cut(mark=fmean(means), se=stdev(means) / math.sqrt(len(means)), judges=len(means))


def error_at(cut: Cut, sem: float) -> float:
    """Return sqrt(SEM^2 + SE_cut^2): the error of a score's distance from *cut*, in points."""
    return math.hypot(sem, cut.se)


def band_of(score: float, cut: Cut, *, sem: float, errors: float) -> Band:
    """Return pass or fail where *score* lies more than that many *errors* from *cut*, borderline between.

    Without any error the score itself decides, and the mark passes.
    """
    distance, reach = score - cut.mark, errors * error_at(cut, sem)
    if abs(distance) <= reach and reach > 0:
        return Band.BORDERLINE
    return Band.PASSES if distance >= 0 else Band.FAILS


def passes(score: float, cut: Cut, *, sem: float) -> float:
    """Return the probability (0 to 1) that the true score reaches *cut*: Phi((score - cut) / SE) (Rudner 2001)."""
    error = error_at(cut, sem)
    if error == 0:
        return float(score >= cut.mark)
    return NORMAL.cdf((score - cut.mark) / error)
