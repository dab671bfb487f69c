"""Words, amounts, dates and moments as the reader of this page writes them; templates use them as filters."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask

from simulator import phrases
from simulator.domain.text import Text
from simulator.phrases import Phrase
from simulator.web.catalogues import catalogue
from simulator.web.context import person_or_none
from simulator.web.formats import PageFormats
from simulator.web.language import LOCALES, language

_WEEKDAYS = {"en": "EEEE d MMMM y", "et": "EEEE, d. MMMM y"}


def formats() -> PageFormats:
    """Return the formats of this page."""
    return PageFormats(language=language())


def said(text: Text | str) -> str:
    """Return *text* in the language of the page."""
    return text if isinstance(text, str) else text.in_(language())


def told(text: str) -> str:
    """Return words for authors in the language of the page, if they are a phrase that can be told; else as they are."""
    return phrases.told(text, catalogue(language()).ugettext)


def money(amount: Decimal | Fraction | int, currency: str = "EUR") -> str:
    """Return an amount with its currency: ``€2,480.00``, ``2 480,00 €``."""
    return PageFormats(language=language(), currency=currency).money(amount)


def amount(value: Decimal | Fraction | int) -> str:
    """Return an amount without its currency."""
    return formats().number(value)


def short_day(on: date) -> str:
    """Return a date for lists: ``14 Mar 2026``."""
    return formats().date(on)


def weekday(on: date) -> str:
    """Return a date with its weekday: ``Monday 23 March 2026``."""
    return str(format_date(on, _WEEKDAYS[language()], locale=LOCALES[language()]))


def clock(at: datetime) -> str:
    """Return the time of day; a moment in UTC is shown in the person's zone."""
    return formats().time(local(at))


def moment(at: datetime) -> str:
    """Return date and time for lists."""
    shown = local(at)
    return f"{formats().date(shown)} {formats().time(shown)}"


def local(at: datetime) -> datetime:
    """Return a moment of the system in the person's time zone; a moment of the story (without a zone) stays."""
    if at.tzinfo is None:
        return at
    person = person_or_none()
    return at.astimezone(ZoneInfo(person.time_zone if person else "Europe/Tallinn")).replace(tzinfo=None)


def register(app: Flask) -> None:
    """Give the templates of *app* these filters."""
    for filter_ in (said, told, money, amount, short_day, weekday, clock, moment):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.tests["phrase"] = lambda text: isinstance(text, Phrase)
