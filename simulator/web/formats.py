"""How dates, numbers and money look: on our own pages by the reader's language, on papers by their market."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NBSP = "\u00a0"
_MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "et": (
        "jaanuar",
        "veebruar",
        "märts",
        "aprill",
        "mai",
        "juuni",
        "juuli",
        "august",
        "september",
        "oktoober",
        "november",
        "detsember",
    ),
}
_SHORT = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "et": ("jaan", "veebr", "märts", "apr", "mai", "juuni", "juuli", "aug", "sept", "okt", "nov", "dets"),
}
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_CURRENCIES = {"ee": "EUR", "us": "USD"}
_CENT = Decimal("0.01")


def amount(number: Decimal | Fraction | int) -> Decimal:
    """Return *number* to the cent, halves up."""
    if isinstance(number, Fraction):
        number = Decimal(number.numerator) / Decimal(number.denominator)
    return Decimal(number).quantize(_CENT, ROUND_HALF_UP)


def grouped(number: Decimal, *, thousands: str, decimal: str) -> str:
    """Return *number* with its thousands apart: ``2 480,00``; a real minus before what is negative."""
    whole, _, rest = f"{abs(number):,f}".partition(".")
    text = whole.replace(",", thousands) + (decimal + rest if rest else "")
    return f"−{text}" if number < 0 else text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFormats:
    """Formats of our own pages, by language: ``€2,480.00`` and ``14 Mar 2026``, or ``2 480,00 €`` and ``14. märts``."""

    language: str
    currency: str = "EUR"

    def number(self, number: Decimal | Fraction | int, places: int = 2) -> str:
        """Return *number* with that many places."""
        exact = (
            amount(number) if places == 2 else Decimal(number if not isinstance(number, Fraction) else float(number))
        )
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if self.language == "et":
            return grouped(rounded, thousands=NBSP, decimal=",")
        return grouped(rounded, thousands=",", decimal=".")

    def money(self, number: Decimal | Fraction | int) -> str:
        """Return an amount with its currency."""
        text, sign = self.number(number), _SIGNS.get(self.currency, self.currency)
        if self.language == "et":
            return f"{text}{NBSP}{sign}"
        return f"−{sign}{text[1:]}" if text.startswith("−") else f"{sign}{text}"

    def typed(self, text: str) -> str:
        """Return an amount as one types it: ``2180.00`` or ``2180,00``."""
        return text.replace(".", ",") if self.language == "et" else text

    def date(self, day: datetime.date) -> str:
        """Return a day, short: ``14 Mar 2026``, ``14. märts 2026``."""
        return f"{self.day(day)}{NBSP}{day.year}"

    def day(self, day: datetime.date) -> str:
        """Return a day without its year."""
        dot = "." if self.language == "et" else ""
        return f"{day.day}{dot}{NBSP}{_SHORT[self.language][day.month - 1]}"

    def time(self, moment: datetime.datetime | datetime.time) -> str:
        """Return the time of day: ``10:42``, ``10.42``."""
        return moment.strftime("%H.%M" if self.language == "et" else "%H:%M")

    def moment(self, moment: datetime.datetime) -> str:
        """Return a day and a time: ``14 Mar 18:40``."""
        return f"{self.day(moment)} {self.time(moment)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFormats:
    """Formats of papers: numbers, money and short dates of the market, names of months in the reader's language."""

    language: str
    market: str

    @property
    def sign(self) -> str:
        """The sign of the market's currency."""
        return _SIGNS[_CURRENCIES.get(self.market, "EUR")]

    def number(self, number: Decimal, places: int | None = None) -> str:
        """Return *number* as the market writes it, with its own places where none are asked for."""
        if places is not None:
            number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if self.market == "us":
            return grouped(number, thousands=",", decimal=".")
        return grouped(number, thousands=NBSP, decimal=",")

    def money(self, number: Decimal) -> str:
        """Return an amount with its currency."""
        text = self.number(number, 2)
        return f"${text}" if self.market == "us" else f"{text}{NBSP}{self.sign}"

    def share(self, share: Decimal) -> str:
        """Return a share in percent: ``12,5 %``, ``12.5%``."""
        return f"{self.number((share * 100).normalize())}{'' if self.market == 'us' else NBSP}%"

    def clock(self, at: datetime.time) -> str:
        """Return a time of the day as the market writes it: ``18:40``, ``6:40 PM``."""
        if self.market != "us":
            return f"{at:%H:%M}"
        return f"{at.hour % 12 or 12}:{at:%M}{NBSP}{'PM' if at.hour >= 12 else 'AM'}"

    def date(self, day: datetime.date) -> str:
        """Return a day in figures: ``14.03.2026``, ``03/14/2026``."""
        return day.strftime("%m/%d/%Y" if self.market == "us" else "%d.%m.%Y")

    def long_date(self, day: datetime.date) -> str:
        """Return a day in words: ``14 March 2026``, ``14. märts 2026``, ``March 14, 2026``."""
        month = _MONTHS[self.language][day.month - 1]
        if self.market == "us" and self.language == "en":
            return f"{month}{NBSP}{day.day}, {day.year}"
        return f"{day.day}{'.' if self.language == 'et' else ''}{NBSP}{month}{NBSP}{day.year}"
