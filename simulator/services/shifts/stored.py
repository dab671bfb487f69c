"""What was promised when a claim was taken up, read back: exercise, determination, scenario, wording and guide.

Stored texts never change, so what was read stays in memory under its hash.
"""

from collections import OrderedDict
from typing import TypeVar

from sqlalchemy.orm import Session

from simulator.coverage.determination import Determination
from simulator.coverage.language.loading import load_form, load_guide
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules, compile_rules
from simulator.domain.exercise import Exercise
from simulator.errors import NotFound
from simulator.json_codec import from_json
from simulator.persistence.content import kept
from simulator.persistence.items import Item
from simulator.scoring.debrief import Taught

_KEPT = 512
_kept: OrderedDict[tuple[type, str], object] = OrderedDict()


T = TypeVar("T", Exercise, Determination, Taught)


def stored(session: Session, kind: type[T], name: str) -> T:
    """Return what is stored as that *kind* under the hash *name*, from memory where it was read before.

    Raises:
        NotFound: Nothing is stored under that name.
    """
    key = (kind, name)
    if key in _kept:
        _kept.move_to_end(key)
        found = _kept[key]
    else:
        bodies = kept(session, name)
        if name not in bodies:
            raise NotFound(f"Nothing is stored under {name}.")
        found = from_json(kind, bodies[name])
        _remember(key, found)
    assert isinstance(found, kind)
    return found


def _remember(key: tuple[type, str], found: object) -> None:
    _kept[key] = found
    if len(_kept) > _KEPT:
        _kept.popitem(last=False)


def rules_of(session: Session, item: Item, exercise: Exercise, library: Library) -> Rules:
    """Return the rules that were promised: the library's while it holds the same texts, else those that were stored."""
    file = exercise.file
    if item.form_hash is None or item.guide_hash is None or {item.form_hash, item.guide_hash} <= library.texts.keys():
        return library.rules(file.form, file.market, file.guide)
    return _frozen_rules(session, item.form_hash, item.guide_hash)


def _frozen_rules(session: Session, form_hash: str, guide_hash: str) -> Rules:
    key = (Rules, f"{form_hash} {guide_hash}")
    if key not in _kept:
        bodies = kept(session, form_hash, guide_hash)
        form = load_form(bodies[form_hash], file="the stored wording")
        guide = load_guide(bodies[guide_hash], file="the stored guide")
        _remember(key, compile_rules([form], guide))
    found = _kept[key]
    assert isinstance(found, Rules)
    return found
