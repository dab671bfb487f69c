"""A person's settings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from simulator.domain.text import LANGUAGES
from simulator.errors import Invalid
from simulator.persistence.engine import writing
from simulator.persistence.people import Person
from simulator.services.audit import note

THEMES = ("auto", "light", "dark")
DENSITIES = ("compact", "roomy")


@cache
def time_zones() -> tuple[str, ...]:
    """Return the time zones to choose from; read once, since the system keeps each in a file."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a person wants the pages."""

    language: str
    theme: str
    density: str
    single_keys: bool
    time_zone: str
    market: str = ""


def change_settings(
    session: Session, person: Person, settings: Settings, *, markets: Collection[str] = (), now: datetime
) -> None:
    """Keep the settings of the person; *markets* are those that practice offers.

    Raises:
        Invalid: A value is none of those offered.
    """
    _check(settings, markets)
    with writing(session):
        person.language, person.theme, person.density = settings.language, settings.theme, settings.density
        person.single_keys, person.time_zone = settings.single_keys, settings.time_zone
        person.market = settings.market
        note(session, "settings_changed", person_id=person.id, now=now)


def _check(settings: Settings, markets: Collection[str]) -> None:
    offered: tuple[tuple[str, Collection[str]], ...] = (
        (settings.language, LANGUAGES),
        (settings.theme, THEMES),
        (settings.density, DENSITIES),
        (settings.time_zone, time_zones()),
        (settings.market, ("", *markets)),
    )
    for value, among in offered:
        if value not in among:
            raise Invalid(f"{value!r} is none of the values offered.")
