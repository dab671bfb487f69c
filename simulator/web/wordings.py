"""Wordings: forms and handling guides in full, as everybody may read them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import quote

from flask import Blueprint, render_template
from flask_babel import gettext as _

from simulator.coverage.explain.formats import money_text
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.provisions import Provision, ProvisionKind
from simulator.domain.text import Text
from simulator.errors import NotFound
from simulator.web.context import content

bp = Blueprint("wordings", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Provisions of one kind under one heading."""

    title: str
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A form or guide in the list."""

    title: Text
    href: str
    edition: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a role may pay and refuse."""

    role: Text | str
    may_pay: Text
    may_refuse: Text


@bp.get("/wordings")
def index() -> str:
    """Show the list of forms and guides."""
    library = content().library
    editions = [form for editions in library.forms.values() for form in reversed(editions)]
    forms = [
        Listed(title=form.title, href=form_href(form), edition=form.edition, since=form.in_use_from)
        for form in editions
    ]
    guides = [
        Listed(title=guide.title, href=guide_href(guide), edition=guide.name, since=guide.in_use_from)
        for guide in library.guides.values()
    ]
    return render_template("wordings/index.html", forms=forms, guides=guides)


@bp.get("/forms/<form>/<market>/<edition>")
def show_form(form: str, market: str, edition: str) -> str:
    """Show the full wording of one edition."""
    found = content().library.form(form, market, edition)
    return render_template("wordings/form.html", form=found, parts=parts_of(found))


@bp.get("/guides/<market>/<name>")
def show_guide(market: str, name: str) -> str:
    """Show a handling guide."""
    guide = content().library.guides.get((name, market))
    if guide is None:
        raise NotFound(f"There is no guide {name} of market {market}.")
    return render_template("wordings/guide.html", guide=guide, limits=limits_of(guide))


def form_href(form: Form) -> str:
    """Return the address of a form's full wording."""
    return f"/forms/{quote(form.name)}/{quote(form.market)}/{quote(form.edition)}"


def guide_href(guide: Guide) -> str:
    """Return the address of a guide."""
    return f"/guides/{quote(guide.market)}/{quote(guide.name)}"


def parts_of(form: Form) -> tuple[Part, ...]:
    """Return the provisions in their own order, a heading where the kind changes."""
    parts: list[tuple[ProvisionKind, list[Provision]]] = []
    for provision in form.provisions:
        if not parts or parts[-1][0] is not provision.kind:
            parts.append((provision.kind, []))
        parts[-1][1].append(provision)
    return tuple(Part(title=kind_title(kind), provisions=tuple(provisions)) for kind, provisions in parts)


def limits_of(guide: Guide) -> tuple[Limit, ...]:
    """Return what each role may pay and refuse under *guide*."""
    if guide.authority is None:
        return ()
    pay, refuse = guide.authority.may_pay, guide.authority.may_refuse
    return tuple(
        Limit(
            role=_role(role, guide),
            may_pay=_limit(pay.get(role), guide.currency),
            may_refuse=_limit(refuse.get(role), guide.currency),
        )
        for role in dict.fromkeys((*pay, *refuse))
    )


def _limit(amount: Fraction | None, currency: str) -> Text:
    return Text("–", "–") if amount is None else money_text(amount, currency)


def _role(role: str, guide: Guide) -> Text | str:
    if role in guide.queues:
        return guide.queues[role]
    roles: dict[str, str] = {
        "trainee": _("Trainee"),
        "handler": _("Claims representative"),
        "senior": _("Senior claims representative"),
        "supervisor": _("Supervisor"),
    }
    return roles.get(role, role)


def kind_title(kind: ProvisionKind) -> str:
    """Return the heading under which provisions of a kind stand."""
    titles: dict[ProvisionKind, str] = {
        ProvisionKind.IN_FORCE: _("Policy period"),
        ProvisionKind.ELIGIBILITY: _("Who and what is covered"),
        ProvisionKind.INSURED_EVENT: _("Insured events"),
        ProvisionKind.WAITING_PERIOD: _("Waiting period"),
        ProvisionKind.EXCLUSION: _("What is not covered"),
        ProvisionKind.CONDITION: _("Conditions"),
        ProvisionKind.MISREPRESENTATION: _("What was told before the contract"),
        ProvisionKind.DEFINITION: _("What words mean"),
        ProvisionKind.TERM: _("Settlement"),
    }
    return titles[kind]
