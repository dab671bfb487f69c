"""The health of the installation: database, disk, content, versions, counts, the last backup."""

import platform
import shutil
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import ngettext

from simulator import __version__
from simulator.authoring.parse import read_scenarios
from simulator.errors import InvalidContent, Problem
from simulator.generation.content import Content
from simulator.persistence.installation import Counts, Database, counts, database, last_backup
from simulator.strict_yaml import keeping
from simulator.web.context import House, content, db, house, now, scenarios
from simulator.web.filters import formats, moment

LITTLE_SPACE = 1024**3
"""Below a gigabyte a database and its backup may soon not fit."""
OLD_BACKUP_DAYS = 7
PROBLEMS_SHOWN = 50
LIBRARIES = ("Flask", "SQLAlchemy", "Jinja2", "Faker", "alembic")
_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that was looked at: what it is, how it stands, whether it is well."""

    label: str
    value: str
    is_well: bool = True
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPage:
    """The health of the installation."""

    signs: tuple[Sign, ...]
    counts: tuple[Sign, ...]
    versions: tuple[Sign, ...]
    problems: tuple[Problem, ...]
    problem_count: int
    at: str

    @property
    def is_well(self) -> bool:
        """Whether nothing needs care."""
        return all(sign.is_well for sign in self.signs)


def health_page() -> HealthPage:
    """Return how the installation stands now; the content on the disk is read again."""
    base, problems = database(db()), content_problems(house())
    return HealthPage(
        signs=(_size(base), _migration(base), _space(house().config.data), _content(problems), _backup()),
        counts=_counts(counts(db(), now())),
        versions=_versions(base),
        problems=problems[:PROBLEMS_SHOWN],
        problem_count=len(problems),
        at=moment(now()),
    )


def content_problems(where: House) -> tuple[Problem, ...]:
    """Return what is wrong with the content as it lies on the disk now."""
    found: list[Problem] = []
    for read, folder, kept in (
        (Content.read, where.folder, "content.json"),
        (read_scenarios, where.folder / "library", "scenarios.json"),
    ):
        try:
            with keeping(where.config.data / kept):
                read(folder)
        except InvalidContent as error:
            found.extend(error.problems)
    return tuple(found)


def bytes_words(size: int) -> str:
    """Return a size as people say it: ``1.4 GB``, ``1,4 GB``."""
    for unit, step in (("GB", 1024**3), ("MB", 1024**2)):
        if size >= step:
            return f"{formats().number(Decimal(size) / step, 1)} {unit}"
    return f"{-(-size // 1024)} kB"


def _size(base: Database) -> Sign:
    kind = _KINDS.get(base.kind, base.kind)
    value = f"{kind}, {bytes_words(base.size)}" if base.size is not None else kind
    return Sign(label=_("Database"), value=value)


def _migration(base: Database) -> Sign:
    is_well = base.migration == base.newest_migration
    return Sign(
        label=_("Schema of the database"),
        value=_("up to date, %(number)s", number=base.migration)
        if is_well
        else _("at %(number)s, the software knows %(newest)s", number=base.migration, newest=base.newest_migration),
        is_well=is_well,
        advice="" if is_well else _("Run simulator db upgrade, or start the newest software everywhere."),
    )


def _space(folder: Path) -> Sign:
    usage = shutil.disk_usage(folder)
    is_well = usage.free >= LITTLE_SPACE
    return Sign(
        label=_("Free disk space"),
        value=_("%(free)s of %(all)s", free=bytes_words(usage.free), all=bytes_words(usage.total)),
        is_well=is_well,
        advice="" if is_well else _("Make room soon: a full disk stops all work."),
    )


def _content(problems: tuple[Problem, ...]) -> Sign:
    if problems:
        advice = _("The pages still serve what was read at the start. Mend the files below before the next start.")
        value = ngettext("One problem", "%(num)s problems", len(problems))
        return Sign(label=_("Content"), value=value, is_well=False, advice=advice)
    forms = sum(len(editions) for editions in content().library.forms.values())
    value = _(
        "no problems; form editions: %(forms)s, guides: %(guides)s, scenarios that ship: %(scenarios)s",
        forms=forms,
        guides=len(content().library.guides),
        scenarios=len(scenarios()),
    )
    return Sign(label=_("Content"), value=value)


def _backup() -> Sign:
    at = last_backup(db())
    if at is None:
        return Sign(label=_("Last backup"), value=_("none is recorded"), is_well=False, advice=_back_up())
    is_well = (now() - at).days < OLD_BACKUP_DAYS
    return Sign(label=_("Last backup"), value=moment(at), is_well=is_well, advice="" if is_well else _back_up())


def _back_up() -> str:
    return str(_("Run simulator backup regularly, and try now and then whether the copy can be restored."))


def _counts(counted: Counts) -> tuple[Sign, ...]:
    return tuple(
        Sign(label=label, value=formats().number(count, 0))
        for label, count in (
            (_("People"), counted.people),
            (_("who may sign in"), counted.active),
            (_("Sign-ins that last"), counted.sign_ins),
            (_("Claims on desks, open and closed"), counted.items),
            (_("Scenarios written here"), counted.scenarios),
            (_("Acts in the audit"), counted.acts),
        )
    )


def _versions(base: Database) -> tuple[Sign, ...]:
    own = (("Claims Desk", __version__), ("Python", platform.python_version()))
    below = ((_KINDS.get(base.kind, base.kind), base.version), (platform.system(), platform.release()))
    libraries = tuple((name, version(name)) for name in LIBRARIES)
    return tuple(Sign(label=label, value=value) for label, value in (*own, *libraries, *below))
