"""What becomes of candidates when their time is over: erased as before, or their figures stay without the person.

Columns are added with their checks in one statement, which both databases take: a table that SQLite had to make anew
would take the links that hang on its rows with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say for each assessment what its clock does, of a candidate when it was done, and on a receipt which it was."""
    either = "VARCHAR(9) DEFAULT 'erase' NOT NULL"
    moment = sa.DateTime(timezone=True).compile(dialect=op.get_bind().dialect)
    _add("assessment", "when_over", either, when_over="when_over IN ('erase', 'anonymise')")
    _add(
        "candidate",
        "anonymised_at",
        moment,
        anonymised_has_ended="anonymised_at IS NULL OR ended_how <> ''",
        anonymised_has_no_name="anonymised_at IS NULL OR (name = '' AND more_time = 0)",
    )
    _add("erasure", "what", either, what="what IN ('erase', 'anonymise')")


def _add(table: str, column: str, kind: str, **checks: str) -> None:
    told = " ".join(f"CONSTRAINT ck_{table}_{name} CHECK ({words})" for name, words in checks.items())
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} {told}")
