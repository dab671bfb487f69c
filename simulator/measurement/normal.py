"""The standard normal curve, from the standard library: one object for the whole room."""

from statistics import NormalDist

NORMAL = NormalDist()
