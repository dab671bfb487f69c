"""How far scores can be trusted: from the spread of people, claims and both together (measurement 1.3, 2.7).

Every person has done the same claims, each scored from 0 to 100; a person's score is the mean. Alpha and the
coefficients below are for that plan alone, not for forms that are drawn anew for each person.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from simulator.errors import Invalid
from simulator.measurement.beta import f_point
from simulator.measurement.bounds import a_count, a_share
from simulator.measurement.normal import NORMAL

_DECIMALS = 9
"""Decimals kept before rounding up, so that 16.000000000000004 claims are 16."""

Scores = Sequence[Sequence[float]]
"""A row a person, a column a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFew:
    """Too few people, or claims of a kind, for a figure: how many there are, and from how many it is told."""

    found: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GStudy:
    """What the scores of *people* on *claims* vary by: person, claim, and person by claim with error (squared points).

    A component that the sums make negative is 0 (Brennan 2001, 3.4).
    """

    people: int
    claims: int
    var_person: float
    var_claim: float
    var_rest: float

    @property
    def single_claim(self) -> float:
        """The reliability of one claim, r1 = var_p / (var_p + var_pc,e); 0 where nothing varies."""
        return self.relative(1)

    def relative(self, claims: int) -> float:
        """Return E rho^2 = var_p / (var_p + var_pc,e / n): for comparing people who did the same *claims*."""
        return _part(self.var_person, self.relative_error(claims))

    def absolute(self, claims: int) -> float:
        """Return Phi = var_p / (var_p + (var_c + var_pc,e) / n): for passing a mark with *claims*."""
        return _part(self.var_person, self.absolute_error(claims))

    def relative_error(self, claims: int) -> float:
        """Return the squared standard error of a score over *claims*, between people on the same claims."""
        return self.var_rest / a_count(claims)

    def absolute_error(self, claims: int) -> float:
        """Return the squared standard error of a score over *claims*, against a mark."""
        return (self.var_claim + self.var_rest) / a_count(claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Cronbach's alpha, a lower bound of reliability, and its interval."""

    value: float
    low: float
    high: float


def spearman_brown(single: float, claims: int) -> float:
    """Return the reliability of *claims* from that of a single one: n r / (1 + (n - 1) r) (Spearman, Brown 1910).

    Raises:
        Invalid: *single* is not in 0..1, or there is no claim.
    """
    return a_count(claims) * a_share(single, "reliability") / (1 + (claims - 1) * single)


def claims_needed(single: float, wanted: float) -> int:
    """Return how many claims reach the *wanted* reliability: R (1 - r) / (r (1 - R)), rounded up, at least 1.

    Raises:
        Invalid: A reliability is not in 0..1, or no number of claims reaches it.
    """
    if a_share(wanted, "reliability") <= a_share(single, "reliability"):
        return 1
    if single == 0 or wanted == 1:
        raise Invalid(f"No number of claims reaches {wanted:g} from a single-claim reliability of {single:g}.")
    return math.ceil(round(wanted * (1 - single) / (single * (1 - wanted)), _DECIMALS))


def g_study(scores: Scores) -> GStudy:
    """Return the variance components of person x claim, one score a cell (Brennan 2001, chapter 2).

    var_pc,e = MS_res; var_p = (MS_p - MS_res) / claims; var_c = (MS_c - MS_res) / people.

    Raises:
        Invalid: There are fewer than two people or claims, or a row is not as long as the others.
    """
    people, claims = _size(scores)
    persons = [fmean(row) for row in scores]
    columns = [fmean(column) for column in zip(*scores, strict=True)]
    mean = fmean(persons)
    rest = math.fsum(
        (cell - person - column + mean) ** 2
        for row, person in zip(scores, persons, strict=True)
        for cell, column in zip(row, columns, strict=True)
    ) / ((people - 1) * (claims - 1))
    return GStudy(
        people=people,
        claims=claims,
        var_person=max(0.0, variance(persons) - rest / claims),
        var_claim=max(0.0, variance(columns) - rest / people),
        var_rest=rest,
    )


def alpha(scores: Scores, *, z: float) -> Alpha | None:
    """Return alpha = k/(k-1) * (1 - sum var(claim) / var(total)) with Feldt's interval; None where no total varies.

    The interval is 1 - (1 - alpha) F, at the shares of F that lie *z* normal errors out, with N-1 and (N-1)(k-1)
    degrees of freedom (Cronbach 1951; Feldt 1965).

    Raises:
        Invalid: There are fewer than two people or claims, or a row is not as long as the others.
    """
    people, claims = _size(scores)
    total = variance(math.fsum(row) for row in scores)
    if total == 0:
        return None
    within = math.fsum(variance(column) for column in zip(*scores, strict=True))
    value = claims / (claims - 1) * (1 - within / total)
    degrees = people - 1, (people - 1) * (claims - 1)
    low, high = (1 - (1 - value) * f_point(NORMAL.cdf(side), *degrees) for side in (z, -z))
    return Alpha(value=value, low=low, high=high)


def _part(wanted: float, error: float) -> float:
    whole = wanted + error
    return wanted / whole if whole > 0 else 0.0


def _size(scores: Scores) -> tuple[int, int]:
    widths = {len(row) for row in scores}
    if len(scores) < 2 or len(widths) != 1 or min(widths) < 2:
        raise Invalid("Scores are needed of at least two people, who have all done the same two or more claims.")
    return len(scores), widths.pop()
