"""Assessments, their candidates, and sittings with a deadline."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of the hiring manager; a shift may have a deadline."""
    with op.batch_alter_table("shift") as shift:
        shift.add_column(sa.Column("deadline_at", _MOMENT, nullable=True))
    _assessment()
    _assessment_viewer()
    _candidate()
    _candidate_link()
    _sitting_item()
    _report()
    _candidate_review()
    _erasure()


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("blueprint", sa.Text(), nullable=False),
        sa.Column("notice_en", sa.Text(), nullable=False),
        sa.Column("notice_et", sa.Text(), nullable=False),
        sa.Column("link_days", sa.Integer(), nullable=False),
        sa.Column("kept_months", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("plan_hash", sa.String(length=64), nullable=True),
        sa.Column("fixed_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.CheckConstraint("revision > 0", name=op.f("ck_assessment_revision_counts_from_one")),
        sa.CheckConstraint("link_days BETWEEN 1 AND 90", name=op.f("ck_assessment_link_days")),
        sa.CheckConstraint("kept_months BETWEEN 6 AND 60", name=op.f("ck_assessment_kept_months")),
        sa.CheckConstraint("(fixed_at IS NULL) = (plan_hash IS NULL)", name=op.f("ck_assessment_fixed_has_its_plan")),
        sa.CheckConstraint("closed_at IS NULL OR fixed_at IS NOT NULL", name=op.f("ck_assessment_closed_was_fixed")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_assessment_owner_id_person")),
        sa.ForeignKeyConstraint(["plan_hash"], ["content.hash"], name=op.f("fk_assessment_plan_hash_content")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index("ix_assessment_owner_id", "assessment", ["owner_id"])


def _assessment_viewer() -> None:
    op.create_table(
        "assessment_viewer",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_viewer_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_viewer_person_id_person")),
        sa.PrimaryKeyConstraint("assessment_id", "person_id", name=op.f("pk_assessment_viewer")),
    )
    op.create_index("ix_assessment_viewer_person_id", "assessment_viewer", ["person_id"])


def _candidate() -> None:
    op.create_table(
        "candidate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("more_time", sa.Integer(), nullable=False),
        sa.Column("more_time_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("shift_id", sa.Uuid(), nullable=True),
        sa.Column("form_hash", sa.String(length=64), nullable=True),
        sa.Column("ended_how", sa.String(length=10), nullable=False),
        sa.Column("kept_until", _MOMENT, nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_candidate_n_counts_from_one")),
        sa.CheckConstraint("more_time BETWEEN 0 AND 900", name=op.f("ck_candidate_more_time")),
        sa.CheckConstraint(
            "(more_time = 0) = (more_time_by IS NULL)", name=op.f("ck_candidate_more_time_has_its_author")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) = (opened_at IS NULL)", name=op.f("ck_candidate_opened_has_its_moment")
        ),
        sa.CheckConstraint("shift_id IS NULL OR person_id IS NOT NULL", name=op.f("ck_candidate_who_sits_has_opened")),
        sa.CheckConstraint("(form_hash IS NULL) = (shift_id IS NULL)", name=op.f("ck_candidate_who_sits_has_a_form")),
        sa.CheckConstraint("ended_how IN ('', 'handed_in', 'time')", name=op.f("ck_candidate_ended_how")),
        sa.CheckConstraint("ended_how = '' OR shift_id IS NOT NULL", name=op.f("ck_candidate_who_ended_has_sat")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_candidate_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_candidate_created_by_person")),
        sa.ForeignKeyConstraint(["form_hash"], ["content.hash"], name=op.f("fk_candidate_form_hash_content")),
        sa.ForeignKeyConstraint(["more_time_by"], ["person.id"], name=op.f("fk_candidate_more_time_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidate_person_id_person")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_candidate_shift_id_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("assessment_id", "n", name=op.f("uq_candidate_assessment_id_n")),
        sa.UniqueConstraint("assessment_id", "email", name=op.f("uq_candidate_assessment_id_email")),
        sa.UniqueConstraint("person_id", name=op.f("uq_candidate_person_id")),
        sa.UniqueConstraint("shift_id", name=op.f("uq_candidate_shift_id")),
    )
    op.create_index("ix_candidate_assessment_id", "candidate", ["assessment_id"])
    op.create_index("ix_candidate_kept_until", "candidate", ["kept_until"])


def _candidate_link() -> None:
    op.create_table(
        "candidate_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("opens", sa.String(length=8), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.CheckConstraint("n > 0", name=op.f("ck_candidate_link_n_counts_from_one")),
        sa.CheckConstraint("opens IN ('sitting', 'result')", name=op.f("ck_candidate_link_opens")),
        sa.CheckConstraint("ends_at > created_at", name=op.f("ck_candidate_link_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_candidate_link_candidate_id_candidate"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_candidate_link")),
        sa.UniqueConstraint("candidate_id", "n", name=op.f("uq_candidate_link_candidate_id_n")),
    )


def _sitting_item() -> None:
    op.create_table(
        "sitting_item",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_sitting_item_n_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_sitting_item_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_sitting_item_item_id_item")),
        sa.PrimaryKeyConstraint("candidate_id", "n", name=op.f("pk_sitting_item")),
        sa.UniqueConstraint("item_id", name=op.f("uq_sitting_item_item_id")),
    )


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_report_candidate_id_candidate")),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_report")),
    )


def _candidate_review() -> None:
    op.create_table(
        "candidate_review",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decision = '')", name=op.f("ck_candidate_review_decision_has_its_moment")
        ),
        sa.CheckConstraint(
            "decided_at IS NULL OR length(reason) > 0", name=op.f("ck_candidate_review_decision_has_its_reason")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_candidate_review_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_candidate_review_reviewer_id_person")),
        sa.PrimaryKeyConstraint("candidate_id", "reviewer_id", name=op.f("pk_candidate_review")),
    )


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("why", sa.String(length=8), nullable=False),
        sa.CheckConstraint("why IN ('asked', 'clock')", name=op.f("ck_erasure_why")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_erasure_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_erasure_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_assessment_id", "erasure", ["assessment_id"])
