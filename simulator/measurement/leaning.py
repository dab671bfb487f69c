"""Paying and refusing as detection: how well what should be paid is told apart, and which way somebody leans.

Measurement 2.4; Stanislaw and Todorov 1999; the log-linear correction is Hautus 1995.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from simulator.errors import Invalid
from simulator.measurement.normal import NORMAL
from simulator.measurement.reliability import TooFew

_HALF = 0.5


class Leaning(StrEnum):
    """Which way the decisions of somebody lean; neither where the lean may be chance."""

    PAYS_TOO_EASILY = "pays_too_easily"
    REFUSES_TOO_EASILY = "refuses_too_easily"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Claims counted: of those that should be paid how many were and were not, and of those that should not."""

    paid_rightly: int
    refused_wrongly: int
    paid_wrongly: int
    refused_rightly: int

    @property
    def fewest(self) -> int:
        """How many claims the smaller of the two classes has."""
        return min(self.paid_rightly + self.refused_wrongly, self.paid_wrongly + self.refused_rightly)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """d' and c in standard deviations, each with its standard error; c below 0 leans to paying."""

    d_prime: float
    d_prime_se: float
    c: float
    c_se: float

    def leaning(self, z: float) -> Leaning:
        """Return which way c leans, if 0 lies outside c - z SE to c + z SE."""
        if abs(self.c) <= z * self.c_se:
            return Leaning.NEITHER
        return Leaning.PAYS_TOO_EASILY if self.c < 0 else Leaning.REFUSES_TOO_EASILY


def detection(counts: Decided, *, correction: float = _HALF) -> Detection:
    """Return d' = zH - zF and c = -(zH + zF) / 2 with their errors.

    H = (paid rightly + k) / (n + 2k), F likewise of what should not be paid; k = 1/2 is the log-linear correction, 0
    none. SE(d')^2 = H(1-H) / (n phi(zH)^2) + F(1-F) / (n phi(zF)^2), SE(c) = SE(d') / 2 (Gourevitch, Galanter 1967).

    Raises:
        Invalid: A count is below 0, or without correction a rate is 0, 1 or of nothing.
    """
    hit, hit_variance = _z(counts.paid_rightly, counts.refused_wrongly, correction)
    false, false_variance = _z(counts.paid_wrongly, counts.refused_rightly, correction)
    error = math.sqrt(hit_variance + false_variance)
    return Detection(d_prime=hit - false, d_prime_se=error, c=-(hit + false) / 2, c_se=error / 2)


def cost_profile(counts: Decided, *, least: int) -> Detection | TooFew:
    """Return the detection of *counts*, or that one class holds fewer than *least* claims.

    Raises:
        Invalid: A count is below 0.
    """
    if counts.fewest < least:
        return TooFew(found=counts.fewest, least=least)
    return detection(counts)


def _z(paid: int, refused: int, correction: float) -> tuple[float, float]:
    """Return the normal deviate of a rate, and its variance."""
    total = paid + refused + 2 * correction
    if min(paid, refused) < 0 or min(paid + correction, refused + correction) <= 0:
        raise Invalid("Counts are 0 or more; without correction both ways must have been decided at least once.")
    rate = (paid + correction) / total
    z = NORMAL.inv_cdf(rate)
    return z, rate * (1 - rate) / (total * NORMAL.pdf(z) ** 2)
