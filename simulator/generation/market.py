"""Reading a market file."""

import hashlib
from datetime import date
from fractions import Fraction
from pathlib import Path

from simulator.coverage.language.loading.texts import text_of
from simulator.domain.market import Identities, Insurer, Market, Model, Town
from simulator.domain.text import Text
from simulator.strict_yaml import Fields, Node, Problems, day, number, read

_KEYS = (
    "market", "title", "currency", "people", "vat", "identities", "insurer", "towns", "streets", "police", "workshops",
    "occupations", "vehicles",
)  # fmt: skip
_TOWN = ("name", "county", "postcodes", "people", "russian", "police")
_MODEL = ("name", "new", "often")
_IDENTITIES = (
    "phone", "bank_code", "plate", "plate_letters", "licence_number", "policy_number", "police_number", "mail",
)  # fmt: skip


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
        vat=_vat(top.need("vat"), problems),
        identities=_identities(top.need("identities"), problems),
        insurer=_insurer(top.need("insurer"), problems),
        towns=tuple(_town(item, problems) for item in top.items("towns")),
        street_stems=streets.words("stems"),
        street_kinds=streets.words("kinds"),
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


def _words(node: Node | None, problems: Problems, key: str) -> Text:
    return text_of(node, problems, key) or Text("", "")


def _vat(node: Node | None, problems: Problems) -> tuple[tuple[date, Fraction], ...]:
    fields = Fields(node, problems, "vat", ("source", "rates"))
    fields.needed_text("source")
    rows = []
    for item in fields.items("rates"):
        row = Fields(item, problems, "vat.rates", ("from", "is"))
        start, rate = row.need("from"), row.need("is")
        if start is not None and rate is not None:
            rows.append((day(start), number(rate)))
    return tuple(rows)


def _identities(node: Node | None, problems: Problems) -> Identities:
    fields = Fields(node, problems, "identities", _IDENTITIES)
    texts = {name: fields.needed_text(name) for name in _IDENTITIES[:-1]}
    return Identities(mail=fields.words("mail"), **texts)


def _insurer(node: Node | None, problems: Problems) -> Insurer:
    fields = Fields(node, problems, "insurer", ("name", "address", "email", "department", "expert_team", "registry"))
    return Insurer(
        name=fields.needed_text("name"),
        address=fields.needed_text("address"),
        email=fields.needed_text("email"),
        department=fields.needed_text("department"),
        expert_team=fields.needed_text("expert_team"),
        registry=fields.needed_text("registry"),
    )


def _town(node: Node, problems: Problems) -> Town:
    fields = Fields(node, problems, "towns", _TOWN)
    return Town(
        name=fields.needed_text("name"),
        county=fields.needed_text("county"),
        postcodes=fields.words("postcodes"),
        people=fields.whole("people", 1),
        russian=fields.whole("russian"),
        police=fields.needed_text("police"),
    )


def _workshop(node: Node, problems: Problems) -> tuple[str, str]:
    fields = Fields(node, problems, "workshops", ("name", "street"))
    return fields.needed_text("name"), fields.needed_text("street")


def _model(node: Node, problems: Problems) -> Model:
    fields = Fields(node, problems, "vehicles", _MODEL)
    return Model(name=fields.needed_text("name"), new=fields.whole("new"), often=fields.whole("often", 1))
