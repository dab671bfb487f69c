"""The least that Flask can do: a signed session, one row by its key and 10 kB of page; and one row written on top.

It stands beside the simulator in every run, so that figures of different machines and hours can be compared.
"""

import os
from datetime import UTC, datetime
from decimal import Decimal

from flask import Flask, abort, render_template, request, session
from jinja2 import DictLoader
from sqlalchemy import Numeric, String, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

CLAIMS = 200
DATABASE = "BARE_DATABASE_URL"
_STORY = "The policyholder rang: a hailstone <the size of an egg> fell on the bonnet & the windscreen. "
_LAYOUT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ claim.number }}</title></head><body>
<nav><ul>{% for place in places %}<li><a href="/{{ place }}">{{ place|capitalize }}</a></li>{% endfor %}</ul></nav>
<main>{% block main %}{% endblock %}</main></body></html>"""
_PAGE = """{% extends "layout.html" %}{% block main %}<h1>Claim {{ claim.number }}</h1>
<table>{% for label, value in facts %}<tr><th scope="row">{{ label }}</th><td>{{ value }}</td></tr>{% endfor %}</table>
<ol>{% for note in notes %}<li class="n{{ loop.index % 3 }}"><time>{{ note.at }}</time> <b>{{ note.who }}</b>
<p>{{ note.text }}</p></li>{% endfor %}</ol>
<form method="post"><select name="decision">{% for one in decisions %}<option value="{{ one }}">{{ one|title }}</option>
{% endfor %}</select><label>Reason <textarea name="reason"></textarea></label><button>Send</button></form>
{% endblock %}"""
_NOTES = [{"at": f"2026-03-{at % 28 + 1:02}", "who": f"Desk {at % 4}", "text": _STORY * 2} for at in range(34)]
_FACTS = ("number", "holder", "address", "cause", "repair", "reported_at")
_DECISIONS = ("approve", "approve in part", "reject", "request information", "escalate", "set aside")
_PLACES = ("desk", "papers", "wording", "scores", "help")


class Base(DeclarativeBase):
    """The two tables."""


class Claim(Base):
    """What the page shows."""

    __tablename__ = "claim"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    holder: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200))
    cause: Mapped[str] = mapped_column(String(40))
    repair: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    reported_at: Mapped[datetime]


class Sent(Base):
    """What a submit writes."""

    __tablename__ = "sent"
    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]


engine = create_engine(os.environ.get(DATABASE, "sqlite://"))


@event.listens_for(engine, "connect")
def _as_ours(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


app = Flask(__name__)
app.secret_key = "for benchmarks alone"
app.jinja_loader = DictLoader({"layout.html": _LAYOUT, "page.html": _PAGE})


def fill() -> None:
    """Make the tables and their claims."""
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        opened.add_all(_claim(n) for n in range(1, CLAIMS + 1))
        opened.commit()


def _claim(n: int) -> Claim:
    return Claim(
        id=n,
        number=f"MTR-{n:06}",
        holder=f"Holder {n} <O'Neil>",
        address=f"{n} Sample Street, Sampletown",
        cause="hail",
        repair=Decimal(n * 17),
        reported_at=datetime(2026, 3, n % 28 + 1, tzinfo=UTC),
    )


@app.get("/sign-in")
def sign_in() -> str:
    """Begin a session."""
    session["person"] = 1
    return "signed in"


@app.get("/claims/<int:claim_id>")
def show(claim_id: int) -> str:
    """Read one row and show the page."""
    with Session(engine) as opened:
        return _page(opened, claim_id)


@app.post("/claims/<int:claim_id>")
def send(claim_id: int) -> str:
    """Read one row, write one, and show the page."""
    with Session(engine) as opened:
        opened.add(Sent(claim_id=claim_id, reason=request.form["reason"], at=datetime.now(UTC)))
        opened.commit()
        return _page(opened, claim_id)


def _page(opened: Session, claim_id: int) -> str:
    if "person" not in session:
        abort(401)
    claim = opened.get(Claim, claim_id)
    facts = [(name.replace("_", " ").capitalize(), getattr(claim, name)) for name in _FACTS]
    return render_template("page.html", claim=claim, facts=facts, notes=_NOTES, places=_PLACES, decisions=_DECISIONS)


if __name__ == "__main__":
    fill()
