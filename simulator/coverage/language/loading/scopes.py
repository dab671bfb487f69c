"""The scope of a form or guide that was loaded, for conditions written elsewhere (scenarios, cases, worlds)."""

from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.loading.guide_names import GUIDE_NAMES
from simulator.coverage.language.loading.scope import Scope
from simulator.strict_yaml import Problems


def scope_of_form(form: Form, problems: Problems) -> Scope:
    """Return the names that conditions about *form* may use."""
    return Scope(
        problems=problems,
        facts={**form.facts, **form.declarations},
        rates=form.rates,
        pots=form.pots,
        kinds=form.documents,
    )


def scope_of_guide(guide: Guide, problems: Problems) -> Scope:
    """Return the names that conditions of *guide* may use."""
    return Scope(problems=problems, facts={**GUIDE_NAMES, **guide.facts}, kinds=guide.documents)
