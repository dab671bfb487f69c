"""Explaining: conditions, expressions and provisions as one sentence, in English and Estonian."""

from simulator.coverage.explain.conditions import explain
from simulator.coverage.explain.expressions import explain_expression
from simulator.coverage.explain.formats import day_text, money_text, number_text, value_text
from simulator.coverage.explain.provisions import explain_provision
from simulator.coverage.explain.words import KEYED, Words

__all__ = [
    "KEYED",
    "Words",
    "day_text",
    "explain",
    "explain_expression",
    "explain_provision",
    "money_text",
    "number_text",
    "value_text",
]
