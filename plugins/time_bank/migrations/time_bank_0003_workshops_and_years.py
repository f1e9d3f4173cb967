"""Workshops, time given to the association, absences and ends of years."""

import sqlalchemy as sa
from alembic import op

revision = "time_bank_0003"
down_revision = "time_bank_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "time_bank_absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_time_bank_absence_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_time_bank_absence_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["member.id"], name=op.f("fk_time_bank_absence_noted_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_absence_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_bank_absence")),
    )
    with op.batch_alter_table("time_bank_absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_bank_absence_member_id"), ["member_id"], unique=False)

    op.create_table(
        "time_bank_year_rule",
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.UnicodeText(), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voted_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.UnicodeText(), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "percent IS NULL OR (percent > 0 AND percent <= 100)",
            name=op.f("ck_time_bank_year_rule_percent_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["member.id"], name=op.f("fk_time_bank_year_rule_entered_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"], ["subnetwork.id"], name=op.f("fk_time_bank_year_rule_subnetwork_id_subnetwork")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_year_rule_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("subnetwork_id", name=op.f("pk_time_bank_year_rule")),
    )
    op.create_table(
        "time_bank_contribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.UnicodeText(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("answer", sa.UnicodeText(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_time_bank_contribution_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["member.id"], name=op.f("fk_time_bank_contribution_answered_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_time_bank_contribution_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_time_bank_contribution_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_contribution_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_time_bank_contribution_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_bank_contribution")),
    )
    with op.batch_alter_table("time_bank_contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_bank_contribution_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_time_bank_contribution_subnetwork_id_state"),
            ["subnetwork_id", "state"],
            unique=False,
        )

    op.create_table(
        "time_bank_workshop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.UnicodeText(), nullable=False),
        sa.Column("text", sa.UnicodeText(), nullable=False),
        sa.Column("where", sa.UnicodeText(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("places", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("who_pays", sa.UnicodeText(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_time_bank_workshop_minutes_positive")),
        sa.CheckConstraint(
            "places IS NULL OR places > 0", name=op.f("ck_time_bank_workshop_places_positive")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["member.id"], name=op.f("fk_time_bank_workshop_leader_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"], ["subnetwork.id"], name=op.f("fk_time_bank_workshop_subnetwork_id_subnetwork")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_workshop_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_time_bank_workshop_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_bank_workshop")),
    )
    with op.batch_alter_table("time_bank_workshop", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_time_bank_workshop_subnetwork_id_starts_at"),
            ["subnetwork_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "time_bank_year_end",
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column(
            "year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accounts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision", sa.UnicodeText(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_time_bank_year_end_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"], ["subnetwork.id"], name=op.f("fk_time_bank_year_end_subnetwork_id_subnetwork")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_year_end_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_time_bank_year_end_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("subnetwork_id", "year", name=op.f("pk_time_bank_year_end")),
    )
    op.create_table(
        "time_bank_attendance",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_time_bank_attendance_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_attendance_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["time_bank_workshop.id"],
            name=op.f("fk_time_bank_attendance_workshop_id_time_bank_workshop"),
        ),
        sa.PrimaryKeyConstraint("workshop_id", "member_id", name=op.f("pk_time_bank_attendance")),
    )
    with op.batch_alter_table("time_bank_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_bank_attendance_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("time_bank_attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_bank_attendance_member_id"))

    op.drop_table("time_bank_attendance")
    op.drop_table("time_bank_year_end")
    with op.batch_alter_table("time_bank_workshop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_bank_workshop_subnetwork_id_starts_at"))

    op.drop_table("time_bank_workshop")
    with op.batch_alter_table("time_bank_contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_bank_contribution_subnetwork_id_state"))
        batch_op.drop_index(batch_op.f("ix_time_bank_contribution_member_id"))

    op.drop_table("time_bank_contribution")
    op.drop_table("time_bank_year_rule")
    with op.batch_alter_table("time_bank_absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_bank_absence_member_id"))

    op.drop_table("time_bank_absence")
