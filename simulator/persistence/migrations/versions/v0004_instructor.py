"""Instructors: scenarios of the installation with their checks, groups, work given out, what is said of work."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the instructor."""
    _check_run()
    _scenario()
    _scenario_version()
    _group()
    _membership()
    _lead()
    _invitation()
    _assignment()
    _assigned_scenario()
    _assigned_item()
    _comment()
    _adjustment()


def _check_run() -> None:
    op.create_table(
        "check_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("seeds", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("failures", sa.JSON(), nullable=False),
        sa.Column("dispositions", sa.JSON(), nullable=False),
        sa.Column("robots", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'running' AND finished_at IS NULL)"
            " OR (state = 'passed' AND finished_at IS NOT NULL AND done = seeds AND failed = 0)"
            " OR (state = 'failed' AND finished_at IS NOT NULL AND failed > 0)",
            name=op.f("ck_check_run_state_has_its_moment"),
        ),
        sa.CheckConstraint("seeds > 0 AND done BETWEEN 0 AND seeds AND failed >= 0", name=op.f("ck_check_run_counts")),
        sa.ForeignKeyConstraint(["started_by"], ["person.id"], name=op.f("fk_check_run_started_by_person")),
        sa.ForeignKeyConstraint(["text_hash"], ["content.hash"], name=op.f("fk_check_run_text_hash_content")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_run")),
        sa.UniqueConstraint("text_hash", "edition", "seeds", name=op.f("uq_check_run_text_hash_edition_seeds")),
    )


def _group() -> None:
    op.create_table(
        "group_",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_group__created_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_")),
    )


def _scenario() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=12), nullable=False),
        sa.Column("came_from", sa.String(length=160), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("draft_hash", sa.String(length=64), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("origin IN ('blank', 'provision', 'duplicate', 'import')", name=op.f("ck_scenario_origin")),
        sa.CheckConstraint(
            "(draft IS NULL AND draft_hash IS NULL AND saved_at IS NULL AND saved_by IS NULL AND version > 0)"
            " OR (draft IS NOT NULL AND draft_hash IS NOT NULL AND saved_at IS NOT NULL AND saved_by IS NOT NULL)",
            name=op.f("ck_scenario_draft_has_its_moment"),
        ),
        sa.CheckConstraint(
            "(retired_at IS NULL AND retired_by IS NULL) OR (retired_at IS NOT NULL AND retired_by IS NOT NULL)",
            name=op.f("ck_scenario_retired_has_its_moment"),
        ),
        sa.CheckConstraint("revision > 0 AND version >= 0 AND problems >= 0", name=op.f("ck_scenario_counts")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_scenario_created_by_person")),
        sa.ForeignKeyConstraint(["retired_by"], ["person.id"], name=op.f("fk_scenario_retired_by_person")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_scenario_saved_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index("ix_scenario_changed_at", "scenario", ["changed_at"])


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seeds", sa.String(length=4), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("seeds IN ('own', 'same')", name=op.f("ck_assignment_seeds")),
        sa.CheckConstraint(
            "(group_id IS NOT NULL AND person_id IS NULL) OR (group_id IS NULL AND person_id IS NOT NULL)",
            name=op.f("ck_assignment_for_a_group_or_a_person"),
        ),
        sa.CheckConstraint("due_at IS NULL OR due_at > opens_at", name=op.f("ck_assignment_due_after_it_opens")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_assignment_given_by_person")),
        sa.ForeignKeyConstraint(["group_id"], ["group_.id"], name=op.f("fk_assignment_group_id_group_")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_given_by", "assignment", ["given_by"])
    op.create_index("ix_assignment_group_id", "assignment", ["group_id"])
    op.create_index("ix_assignment_person_id", "assignment", ["person_id"])


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(used_at IS NULL AND used_by IS NULL)"
            " OR (used_at IS NOT NULL AND used_by IS NOT NULL AND revoked_at IS NULL)",
            name=op.f("ck_invitation_used_has_its_moment"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitation_email_small")),
        sa.CheckConstraint("ends_at > created_at", name=op.f("ck_invitation_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_invitation_created_by_person")),
        sa.ForeignKeyConstraint(["group_id"], ["group_.id"], name=op.f("fk_invitation_group_id_group_")),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"], name=op.f("fk_invitation_used_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index("ix_invitation_group_id", "invitation", ["group_id"])


def _lead() -> None:
    op.create_table(
        "lead",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group_.id"], name=op.f("fk_lead_group_id_group_")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lead_person_id_person")),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_lead")),
    )
    op.create_index("ix_lead_person_id", "lead", ["person_id"])


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group_.id"], name=op.f("fk_membership_group_id_group_")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])


def _scenario_version() -> None:
    op.create_table(
        "scenario_version",
        sa.Column("scenario_id", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_scenario_version_n_counts_from_one")),
        sa.ForeignKeyConstraint(["body_hash"], ["content.hash"], name=op.f("fk_scenario_version_body_hash_content")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_scenario_version_published_by_person")),
        sa.ForeignKeyConstraint(["run_id"], ["check_run.id"], name=op.f("fk_scenario_version_run_id_check_run")),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenario.id"], name=op.f("fk_scenario_version_scenario_id_scenario")
        ),
        sa.ForeignKeyConstraint(["text_hash"], ["content.hash"], name=op.f("fk_scenario_version_text_hash_content")),
        sa.PrimaryKeyConstraint("scenario_id", "n", name=op.f("pk_scenario_version")),
    )


def _assigned_item() -> None:
    op.create_table(
        "assigned_item",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assigned_item_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_assigned_item_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assigned_item_person_id_person")),
        sa.PrimaryKeyConstraint("assignment_id", "person_id", "n", name=op.f("pk_assigned_item")),
        sa.UniqueConstraint("item_id", name=op.f("uq_assigned_item_item_id")),
    )


def _assigned_scenario() -> None:
    op.create_table(
        "assigned_scenario",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scenario_id", sa.String(length=40), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("market", sa.String(length=20), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_assigned_scenario_n_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assigned_scenario_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["body_hash"], ["content.hash"], name=op.f("fk_assigned_scenario_body_hash_content")),
        sa.PrimaryKeyConstraint("assignment_id", "n", name=op.f("pk_assigned_scenario")),
    )
    op.create_index("ix_assigned_scenario_scenario_id", "assigned_scenario", ["scenario_id"])


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name=op.f("ck_comment_text_says_something")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_comment_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_item_id", "comment", ["item_id"])


def _adjustment() -> None:
    op.create_table(
        "adjustment",
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=30), nullable=False),
        sa.Column("points_before", sa.Integer(), nullable=False),
        sa.Column("points_after", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_adjustment_reason_says_something")),
        sa.CheckConstraint(
            "points_before <> points_after AND points_before >= 0 AND points_after >= 0",
            name=op.f("ck_adjustment_points"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_adjustment_person_id_person")),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecard.id"], name=op.f("fk_adjustment_scorecard_id_scorecard")),
        sa.PrimaryKeyConstraint("scorecard_id", name=op.f("pk_adjustment")),
    )
