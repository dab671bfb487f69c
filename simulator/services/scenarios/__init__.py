"""Scenarios: written, proved, published, retired and carried by instructors; each verb is one transaction.

Reads and verbs take the acting person and check the role; the library is shared among instructors.
"""

from simulator.services.scenarios.carrying import Arrivals, export, import_zip
from simulator.services.scenarios.drafts import (
    Editing,
    begin_blank,
    begin_from_text,
    begin_teaching,
    duplicate,
    editing,
    give_up,
    save,
    take_back,
)
from simulator.services.scenarios.looking import Shelf, preview, preview_of, shelf
from simulator.services.scenarios.proving import LEAST_SEEDS, Progress, advance, progress, start_check
from simulator.services.scenarios.publishing import Unproved, difference, history, publish, restore, retire
from simulator.services.scenarios.rows import StaleDraft
from simulator.services.scenarios.stock import Stock, bodies, in_use, need_instructor, promised, text_in_force

__all__ = [
    "LEAST_SEEDS",
    "Arrivals",
    "Editing",
    "Progress",
    "Shelf",
    "StaleDraft",
    "Stock",
    "Unproved",
    "advance",
    "begin_blank",
    "begin_from_text",
    "begin_teaching",
    "bodies",
    "difference",
    "duplicate",
    "editing",
    "export",
    "give_up",
    "history",
    "import_zip",
    "in_use",
    "need_instructor",
    "preview",
    "preview_of",
    "progress",
    "promised",
    "publish",
    "restore",
    "retire",
    "save",
    "shelf",
    "start_check",
    "take_back",
    "text_in_force",
]
