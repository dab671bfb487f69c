"""The entry to drills on home: what was missed lately, each with the way to its clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from simulator.persistence.people import Person
from simulator.persistence.practice import Cover, Finished, Result
from simulator.scoring.wording import clause
from simulator.web.context import content
from simulator.web.drills.page import lines_of, missed_of, practised
from simulator.web.language import language

_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedLink:
    """A clause that was missed lately, as a link to its drill."""

    label: str
    market: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillsCard:
    """The entry to drills."""

    missed: tuple[MissedLink, ...]


def drills_card(
    person: Person, window: Sequence[Finished], found: Mapping[UUID, Result], sheets: Mapping[str, Cover]
) -> DrillsCard:
    """Return the entry to drills for *person*, from what home has read already."""
    forms = practised(person)
    lines = {name: line for form in forms.values() for name, line in lines_of(form).items()}
    missed = missed_of(window, found, sheets, lines)[:_MOST]
    titles = {(form.name, form.market, one.id): one for form in forms.values() for one in form.provisions}
    return DrillsCard(
        missed=tuple(
            MissedLink(
                label=f"{clause(titles[line].cite)} {titles[line].title.in_(language())}",
                market=content().markets[line.market].title.in_(language()) if len(forms) > 1 else "",
                href=drill_href(line.form, line.market, line.provision),
            )
            for line in missed
        )
    )


def drill_href(form: str, market: str, provision: str) -> str:
    """Return where the drill of a clause stands on the page of drills."""
    return url_for("drills.show", form=form, market=market, _anchor=f"clause-{provision}")
