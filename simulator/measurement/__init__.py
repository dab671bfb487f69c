"""Measurement: how sure a score is, where it stands beside the cut, what the form is worth. Pure; knows no trade."""

from simulator.measurement.classification import Classification, Method, at_the_cut, livingston_lewis, rudner
from simulator.measurement.cuts import Band, Cut, angoff, band_of, passes
from simulator.measurement.leaning import Decided, Detection, Leaning, cost_profile, detection
from simulator.measurement.nested import Form, NestedStudy, nested_study
from simulator.measurement.reliability import Alpha, GStudy, TooFew, alpha, claims_needed, g_study, spearman_brown
from simulator.measurement.rules import Rules, load
from simulator.measurement.scores import Comparison, ScoreInterval, compared, kelley, score_interval, standard_error
from simulator.measurement.sureness import Basis, Measured, Observed, Reliability, measured, observed, observed_by_plan
from simulator.measurement.true_scores import Moments, effective_length, moments_of

__all__ = [
    "Alpha",
    "Band",
    "Basis",
    "Classification",
    "Comparison",
    "Cut",
    "Decided",
    "Detection",
    "Form",
    "GStudy",
    "Leaning",
    "Measured",
    "Method",
    "Moments",
    "NestedStudy",
    "Observed",
    "Reliability",
    "Rules",
    "ScoreInterval",
    "TooFew",
    "alpha",
    "angoff",
    "at_the_cut",
    "band_of",
    "claims_needed",
    "compared",
    "cost_profile",
    "detection",
    "effective_length",
    "g_study",
    "kelley",
    "livingston_lewis",
    "load",
    "measured",
    "moments_of",
    "nested_study",
    "observed",
    "observed_by_plan",
    "passes",
    "rudner",
    "score_interval",
    "spearman_brown",
    "standard_error",
]
