"""The clock of a sitting: in words for everybody, and as a moment for a script that counts on."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from simulator.web.context import now
from simulator.web.filters import clock

SOON = 600
"""Seconds before the end from which on every page says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft:
    """The clock as a page shows it: the end as a moment and as a time of day, and how much is left."""

    ends_at: str
    until: str
    left: str
    is_soon: bool


def time_left(ends_at: datetime | None) -> TimeLeft | None:
    """Return the clock of what ends then; None where nothing ends it."""
    if ends_at is None:
        return None
    seconds = max(0, int((ends_at - now()).total_seconds()))
    return TimeLeft(
        ends_at=ends_at.isoformat(), until=clock(ends_at), left=length(-(-seconds // 60)), is_soon=seconds <= SOON
    )


def length(minutes: int) -> str:
    """Return a length of time in words: ``1 h 30 min``, ``45 min``."""
    hours, left = divmod(minutes, 60)
    parts = [str(_("%(hours)s h", hours=hours))] if hours else []
    return " ".join([*parts, str(_("%(minutes)s min", minutes=left))] if left or not hours else parts)
