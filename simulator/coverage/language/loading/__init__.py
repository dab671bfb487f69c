"""Loading: YAML text to forms and guides, with every problem by file, line, key and fix."""

from simulator.coverage.language.loading import picks as _picks
from simulator.coverage.language.loading.conditions import parse_condition
from simulator.coverage.language.loading.expressions import parse_expression
from simulator.coverage.language.loading.forms import form_from_node, load_form
from simulator.coverage.language.loading.guide_names import GUIDE_NAMES
from simulator.coverage.language.loading.guides import guide_from_node, load_guide
from simulator.coverage.language.loading.literals import value_of
from simulator.coverage.language.loading.scope import Scope
from simulator.coverage.language.loading.scopes import scope_of_form, scope_of_guide
from simulator.coverage.language.loading.texts import text_of

assert _picks  # adds the word ``pick``, which holds conditions

__all__ = [
    "GUIDE_NAMES",
    "Scope",
    "form_from_node",
    "guide_from_node",
    "load_form",
    "load_guide",
    "parse_condition",
    "parse_expression",
    "scope_of_form",
    "scope_of_guide",
    "text_of",
    "value_of",
]
