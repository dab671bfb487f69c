"""A person may practise in one market."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the market of each person; empty is every market."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("market", sa.String(length=20), server_default="", nullable=False))
