"""A claim file as readable text with its whole solution: what an author sees before publishing."""

from collections.abc import Iterator

from simulator.authoring.preview.course import answers, course, planted, twin
from simulator.authoring.preview.papers import papers
from simulator.authoring.preview.rights import every_step
from simulator.authoring.preview.words import Teller
from simulator.authoring.twins import Twin
from simulator.coverage.determine import determine
from simulator.coverage.rules import Rules
from simulator.domain.exercise import Exercise

__all__ = ["preview"]


def preview(exercise: Exercise, rules: Rules, its_twin: Twin | None, *, language: str = "en") -> str:
    """Return papers, planted errors, the acts that are right in turn, the answers that come, the twin and every step.

    Raises:
        Endless: Who follows the determinations never comes to an end.
    """
    teller = Teller(exercise, rules.form_for(exercise.file), rules.guide, language)
    return "\n".join(_lines(exercise, rules, its_twin, teller))


def _lines(exercise: Exercise, rules: Rules, its_twin: Twin | None, teller: Teller) -> Iterator[str]:
    yield from papers(exercise, teller)
    yield from planted(exercise, teller)
    yield from course(exercise, rules, teller)
    yield from answers(exercise, rules, teller)
    yield from twin(exercise, rules, its_twin, teller)
    yield from every_step(determine(rules, exercise.file), teller)
