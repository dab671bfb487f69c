"""Reading a market file."""

import hashlib
from datetime import date
from fractions import Fraction
from pathlib import Path

from simulator.coverage.language.loading.texts import text_of
from simulator.domain.market import EVERYWHERE, Identities, Insurer, Market, Model, Tax, Town
from simulator.domain.text import Text
from simulator.strict_yaml import Entries, Fields, Listing, Node, Problems, Scalar, day, number, read

_KEYS = (
    "market", "title", "currency", "people", "tax", "identities", "insurer", "towns", "streets", "address", "police",
    "workshops", "occupations", "vehicles",
)  # fmt: skip
_TOWN = ("name", "region", "postcodes", "people", "police", "russian", "area_codes", "bank")
_MODEL = ("name", "new", "often", "since", "least")
_IDENTITIES = (
    "phone", "plate", "plate_letters", "licence_number", "policy_number", "police_number",
)  # fmt: skip
_INSURER = ("name", "address", "email", "department", "expert_team", "registry")


def read_market(path: Path) -> Market:
    """Return the market that the file at *path* describes.

    Raises:
        InvalidContent: Something is missing or unknown; every problem is listed.
    """
    return load_market(path.read_text("utf-8"), file=f"markets/{path.name}")


def load_market(text: str, *, file: str) -> Market:
    """Return the market that *text* describes; *file* names it in messages."""
    problems = Problems(file)
    top = Fields(read(text, file), problems, "", _KEYS)
    streets = Fields(top.need("streets"), problems, "streets", ("stems", "kinds"))
    police = Fields(top.need("police"), problems, "police", ("station",))
    market = Market(
        name=top.needed_text("market"),
        title=_words(top.need("title"), problems, "title"),
        currency=top.needed_text("currency"),
        people=top.needed_text("people"),
        tax=_tax(top.need("tax"), problems),
        identities=_identities(top.need("identities"), problems),
        insurer=_insurer(top.need("insurer"), problems),
        towns=tuple(_town(item, problems) for item in top.items("towns")),
        street_stems=streets.words("stems"),
        street_kinds=streets.words("kinds"),
        address=top.needed_text("address"),
        station=police.needed_text("station"),
        workshops=tuple(_workshop(item, problems) for item in top.items("workshops")),
        occupations=tuple(_words(item, problems, "occupations") for item in top.items("occupations")),
        models=tuple(_model(item, problems) for item in top.items("vehicles")),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    _check(market, problems)
    problems.raise_if_any()
    return market


def _check(market: Market, problems: Problems) -> None:
    for what, listed in (("towns", market.towns), ("vehicles", market.models), ("workshops", market.workshops)):
        if not listed:
            problems.add(1, what, "none listed", "list one or more")
    taxed = market.tax.rates
    if EVERYWHERE not in taxed:
        for region in sorted({town.region for town in market.towns} - set(taxed)):
            problems.add(1, "tax.rates", f"{region} has no rate", f"write {region}: a share")


def _words(node: Node | None, problems: Problems, key: str) -> Text:
    return text_of(node, problems, key) or Text("", "")


def _tax(node: Node | None, problems: Problems) -> Tax:
    fields = Fields(node, problems, "tax", ("source", "labour_an_hour", "rates"))
    fields.needed_text("source")
    rates, labour = fields.need("rates"), fields.number("labour_an_hour")
    by_region = rates.items() if isinstance(rates, Entries) else ((EVERYWHERE, rates),)
    found = {region: _rates(item, problems) for region, item in by_region}
    return Tax(rates={region: rows for region, rows in found.items() if rows}, labour_an_hour=labour or None)


def _rates(node: Node | None, problems: Problems) -> tuple[tuple[date, Fraction], ...]:
    """Return dated rates; a bare one has always held."""
    if isinstance(node, Scalar):
        return ((date.min, number(node)),)
    rows = []
    for item in node if isinstance(node, Listing) else ():
        row = Fields(item, problems, "tax.rates", ("from", "is"))
        start, rate = row.need("from"), row.need("is")
        if start is not None and rate is not None:
            rows.append((day(start), number(rate)))
    return tuple(rows)


def _identities(node: Node | None, problems: Problems) -> Identities:
    fields = Fields(node, problems, "identities", (*_IDENTITIES, "mail", "person", "firm", "bank_code"))
    texts = {name: fields.needed_text(name) for name in _IDENTITIES}
    return Identities(
        mail=fields.words("mail"),
        person=fields.words("person"),
        firm=fields.text("firm"),
        bank_code=fields.text("bank_code"),
        **texts,
    )


def _insurer(node: Node | None, problems: Problems) -> Insurer:
    fields = Fields(node, problems, "insurer", _INSURER)
    return Insurer(**{name: fields.needed_text(name) for name in _INSURER})


def _town(node: Node, problems: Problems) -> Town:
    fields = Fields(node, problems, "towns", _TOWN)
    return Town(
        name=fields.needed_text("name"),
        region=fields.needed_text("region"),
        postcodes=fields.words("postcodes"),
        people=fields.whole("people", 1),
        police=fields.needed_text("police"),
        russian=fields.whole("russian"),
        area_codes=fields.words("area_codes"),
        bank=fields.text("bank"),
    )


def _workshop(node: Node, problems: Problems) -> tuple[str, str]:
    fields = Fields(node, problems, "workshops", ("name", "street"))
    return fields.needed_text("name"), fields.needed_text("street")


def _model(node: Node, problems: Problems) -> Model:
    fields = Fields(node, problems, "vehicles", _MODEL)
    return Model(
        name=fields.needed_text("name"),
        new=fields.whole("new"),
        often=fields.whole("often", 1),
        since=fields.whole("since"),
        least=fields.whole("least"),
    )
