"""Moments and words as the reader writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from simulator.domain.text import Text
from simulator.web.filters import amount, clock, moment, money, said, short_day, weekday


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("here", "€2,480.00", "−0.50", "14\u00a0Mar\u00a02026", "Monday 23 March 2026", "08:30")),
        (
            "et",
            ("siin", "2\u00a0480,00\u00a0€", "−0,50", "14.\u00a0märts\u00a02026", "esmaspäev, 23. märts 2026", "08.30"),
        ),
    ],
)
def test_the_same_value_reads_right_in_both_languages(app, language, expected):
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        assert expected == (
            said(Text("here", "siin")),
            money(Decimal(2480)),
            amount(Decimal("-0.5")),
            short_day(date(2026, 3, 14)),
            weekday(date(2026, 3, 23)),
            clock(datetime(2026, 3, 23, 8, 30)),
        )


def test_a_moment_of_the_system_is_shown_where_the_reader_is(app):
    with app.test_request_context("/"):
        assert moment(datetime(2026, 3, 23, 22, 30, tzinfo=UTC)) == "24\u00a0Mar\u00a02026 00:30"
