"""Checks of a whole form or guide: what only shows when all of it was read."""

from simulator.coverage.language.forms import Form
from simulator.strict_yaml import Problems


def check_form(form: Form, problems: Problems, *, inline: bool) -> None:
    """Report what is wrong with *form* as a whole; an inline form is spared the lint of shipped ones."""
