"""Debts between accounts, and rounds in which they cancel each other."""

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "debt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.UnicodeText(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_debt_amount_positive")),
        sa.CheckConstraint("debtor_id <> creditor_id", name=op.f("ck_debt_two_sides")),
        sa.CheckConstraint("owed >= 0 AND owed <= amount", name=op.f("ck_debt_owed_in_range")),
        sa.ForeignKeyConstraint(["creditor_id"], ["account.id"], name=op.f("fk_debt_creditor_id_account")),
        sa.ForeignKeyConstraint(["debtor_id"], ["account.id"], name=op.f("fk_debt_debtor_id_account")),
        sa.ForeignKeyConstraint(["ledger_id"], ["ledger.id"], name=op.f("fk_debt_ledger_id_ledger")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["member.id"], name=op.f("fk_debt_noted_by_id_member")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_debt_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debt")),
    )
    with op.batch_alter_table("debt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_debt_creditor_id"), ["creditor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_debt_debtor_id"), ["debtor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_debt_ledger_id_state"), ["ledger_id", "state"], unique=False)

    op.create_table(
        "clearing_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("answer_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_clearing_round_ledger_id_ledger")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_clearing_round_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_clearing_round_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_clearing_round_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearing_round")),
    )
    with op.batch_alter_table("clearing_round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clearing_round_ledger_id_state"), ["ledger_id", "state"], unique=False
        )
        batch_op.create_index(
            "uq_clearing_round_proposed",
            ["ledger_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    op.create_table(
        "clearing_consent",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_clearing_consent_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["member.id"], name=op.f("fk_clearing_consent_answered_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["clearing_round.id"], name=op.f("fk_clearing_consent_round_id_clearing_round")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_clearing_consent_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("round_id", "account_id", name=op.f("pk_clearing_consent")),
    )
    with op.batch_alter_table("clearing_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clearing_consent_account_id"), ["account_id"], unique=False)

    op.create_table(
        "clearing_part",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("debt_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_clearing_part_amount_positive")),
        sa.ForeignKeyConstraint(["debt_id"], ["debt.id"], name=op.f("fk_clearing_part_debt_id_debt")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["clearing_round.id"], name=op.f("fk_clearing_part_round_id_clearing_round")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_clearing_part_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("round_id", "debt_id", name=op.f("pk_clearing_part")),
    )


def downgrade() -> None:
    op.drop_table("clearing_part")
    with op.batch_alter_table("clearing_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clearing_consent_account_id"))

    op.drop_table("clearing_consent")
    with op.batch_alter_table("clearing_round", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_clearing_round_proposed",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_index(batch_op.f("ix_clearing_round_ledger_id_state"))

    op.drop_table("clearing_round")
    with op.batch_alter_table("debt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_debt_ledger_id_state"))
        batch_op.drop_index(batch_op.f("ix_debt_debtor_id"))
        batch_op.drop_index(batch_op.f("ix_debt_creditor_id"))

    op.drop_table("debt")
