"""What becomes of candidates when their time is over: erased as before, or their figures stay without the person."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say for each assessment what its clock does, of a candidate when it was done, and on a receipt which it was."""
    with op.batch_alter_table("assessment") as assessment:
        assessment.add_column(sa.Column("when_over", sa.String(length=9), nullable=False, server_default="erase"))
        assessment.create_check_constraint(op.f("ck_assessment_when_over"), "when_over IN ('erase', 'anonymise')")
    with op.batch_alter_table("candidate") as candidate:
        candidate.add_column(sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True))
        candidate.create_check_constraint(
            op.f("ck_candidate_anonymised_has_ended"), "anonymised_at IS NULL OR ended_how <> ''"
        )
        candidate.create_check_constraint(
            op.f("ck_candidate_anonymised_has_no_name"), "anonymised_at IS NULL OR (name = '' AND more_time = 0)"
        )
    with op.batch_alter_table("erasure") as erasure:
        erasure.add_column(sa.Column("what", sa.String(length=9), nullable=False, server_default="erase"))
        erasure.create_check_constraint(op.f("ck_erasure_what"), "what IN ('erase', 'anonymise')")
