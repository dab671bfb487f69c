"""Words for amounts, clauses, papers and acts, in both languages; labels and values, so that nothing is inflected."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.domain.values import Value, number_text

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = Text("–", "–")
NOTHING = Text("", "")

ACTS = {
    Disposition.APPROVE: Text("Approve", "Hüvita"),
    Disposition.REJECT: Text("Reject", "Keeldu"),
    Disposition.REQUEST_INFORMATION: Text("Request information", "Küsi lisateavet"),
    Disposition.ESCALATE: Text("Escalate", "Anna edasi"),
}
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_MONTHS = ("jaan", "veebr", "märts", "apr", "mai", "juuni", "juuli", "aug", "sept", "okt", "nov", "dets")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def money(amount: Decimal, currency: str = "EUR") -> Text:
    """Return an amount with its currency: €2,105.60, or 2 105,60 €."""
    sign = _SIGNS.get(currency, currency)
    plain = figure(abs(amount))
    minus = MINUS if amount < 0 else ""
    return Text(f"{minus}{sign}{plain.en}", f"{minus}{plain.et}{NBSP}{sign}")


def figure(amount: Decimal) -> Text:
    """Return an amount without its currency: 2,105.60, or 2 105,60."""
    text = f"{amount:,.2f}".replace("-", MINUS)
    return Text(text, text.replace(",", NBSP).replace(".", ","))


def clause(cite: str) -> str:
    """Return how a clause is cited: § 5.1; a cite that brings its own sign stays as it is."""
    return f"§{NBSP}{cite}" if cite[:1].isdigit() else cite


def listed(parts: Iterable[Text], otherwise: Text = DASH) -> Text:
    """Return *parts* with commas between them, or *otherwise* where there are none."""
    found = tuple(parts)
    if not found:
        return otherwise
    return Text(", ".join(part.en for part in found), ", ".join(part.et for part in found))


def sentences(*parts: Text) -> Text:
    """Return *parts* one after the other, the empty ones left out."""
    found = [part for part in parts if part.en]
    return Text(" ".join(part.en for part in found), " ".join(part.et for part in found))


def same(text: str) -> Text:
    """Return *text* as it is in both languages: a name, a number, a clause."""
    return Text(text, text)


def filled(pattern: Text, **parts: Text | str | int) -> Text:
    """Return *pattern* with its slots filled, each language by its own words."""
    both = {name: part if isinstance(part, Text) else same(str(part)) for name, part in parts.items()}
    return Text(
        pattern.en.format(**{name: part.en for name, part in both.items()}),
        pattern.et.format(**{name: part.et for name, part in both.items()}),
    )


def counted(number: int, one: Text, many: Text) -> Text:
    """Return *number* with the word that goes with it."""
    word = one if number == 1 else many
    return Text(f"{number} {word.en}", f"{number} {word.et}")


def day(value: date) -> Text:
    """Return a date in short: 14 Mar 2026, or 14. märts 2026."""
    return Text(
        f"{value.day}{NBSP}{_MONTHS_EN[value.month - 1]} {value.year}",
        f"{value.day}.{NBSP}{_MONTHS[value.month - 1]} {value.year}",
    )


def moment(value: datetime) -> Text:
    """Return a date with its time."""
    on = day(value.date())
    return Text(f"{on.en}, {value:%H:%M}", f"{on.et} kell {value:%H.%M}")


def value_text(value: Value) -> Text:
    """Return the value of a fact as it is read."""
    if isinstance(value, bool):
        return Text("yes", "jah") if value else Text("no", "ei")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, (str, frozenset)):
        return same(value if isinstance(value, str) else ", ".join(sorted(value)))
    return Text(number_text(value), number_text(value).replace(".", ","))
