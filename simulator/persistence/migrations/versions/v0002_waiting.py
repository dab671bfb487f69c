"""Claims wait for replies: a state of the item, and what is right on the file as it stands after each."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NAME = "ck_item_state_has_its_moments"


def upgrade() -> None:
    """Let items wait, and keep the determinations of their later states."""
    with op.batch_alter_table("item") as item:
        item.drop_constraint(op.f(_NAME), type_="check")
        item.create_check_constraint(
            op.f(_NAME),
            "(state IN ('open', 'waiting') AND decided_at IS NULL AND closed_at IS NULL)"
            " OR (state = 'decided' AND decided_at IS NOT NULL AND closed_at IS NULL)"
            " OR (state = 'closed' AND closed_at IS NOT NULL)",
        )
    op.create_table(
        "state",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("determination_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["determination_hash"], ["content.hash"], name=op.f("fk_state_determination_hash_content")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_state_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", "n", name=op.f("pk_state")),
    )
