"""Desks and their days, the guarantee fund, organisations, bank statements, bonuses, reconversions."""

import sqlalchemy as sa
from alembic import op

revision = "local_currency_0002"
down_revision = "local_currency_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "local_currency_bank_format",
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.UnicodeText(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_bank_format_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_bank_format_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("subnetwork_id", "signature", name=op.f("pk_local_currency_bank_format")),
    )
    op.create_table(
        "local_currency_bank_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.UnicodeText(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("brought_by_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_lines", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("known_lines", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("left_out", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["brought_by_id"],
            ["member.id"],
            name=op.f("fk_local_currency_bank_statement_brought_by_id_member"),
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_bank_statement_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_bank_statement_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_bank_statement")),
    )
    op.create_index(
        op.f("ix_local_currency_bank_statement_subnetwork_id_created_at"),
        "local_currency_bank_statement",
        ["subnetwork_id", "created_at"],
        unique=False,
    )

    op.create_table(
        "local_currency_desk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.UnicodeText(), nullable=False),
        sa.Column("place", sa.UnicodeText(), nullable=False),
        sa.Column("opening_hours", sa.UnicodeText(), nullable=False),
        sa.Column("cash_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cash_id"], ["account.id"], name=op.f("fk_local_currency_desk_cash_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"], ["subnetwork.id"], name=op.f("fk_local_currency_desk_subnetwork_id_subnetwork")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_currency_desk_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_desk")),
        sa.UniqueConstraint("cash_id", name=op.f("uq_local_currency_desk_cash_id")),
        sa.UniqueConstraint("subnetwork_id", "name", name=op.f("uq_local_currency_desk_subnetwork_id_name")),
    )
    op.create_table(
        "local_currency_fund",
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("outside_id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("differences_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["account.id"], name=op.f("fk_local_currency_fund_bank_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["differences_id"], ["account.id"], name=op.f("fk_local_currency_fund_differences_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_local_currency_fund_ledger_id_ledger")
        ),
        sa.ForeignKeyConstraint(
            ["outside_id"], ["account.id"], name=op.f("fk_local_currency_fund_outside_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"], ["subnetwork.id"], name=op.f("fk_local_currency_fund_subnetwork_id_subnetwork")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_currency_fund_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("subnetwork_id", name=op.f("pk_local_currency_fund")),
        sa.UniqueConstraint("ledger_id", name=op.f("uq_local_currency_fund_ledger_id")),
    )
    op.create_table(
        "local_currency_organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.UnicodeText(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("name", sa.UnicodeText(), nullable=False),
        sa.Column("name_key", sa.UnicodeText(), nullable=False),
        sa.Column("activity", sa.UnicodeText(), nullable=False),
        sa.Column("description", sa.UnicodeText(), nullable=False),
        sa.Column("siret", sa.UnicodeText(), nullable=False),
        sa.Column("accepts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opening_hours", sa.UnicodeText(), nullable=False),
        sa.Column("place", sa.UnicodeText(), nullable=False),
        sa.Column("public_lat", sa.Double(), nullable=True),
        sa.Column("public_lon", sa.Double(), nullable=True),
        sa.Column("website", sa.UnicodeText(), nullable=False),
        sa.Column("phone", sa.UnicodeText(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.UnicodeText(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "accepts >= 0 AND accepts <= 100", name=op.f("ck_local_currency_organisation_accepts_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_local_currency_organisation_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["member.id"], name=op.f("fk_local_currency_organisation_asked_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["member.id"], name=op.f("fk_local_currency_organisation_decided_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_organisation_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_organisation_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_organisation")),
        sa.UniqueConstraint("account_id", name=op.f("uq_local_currency_organisation_account_id")),
    )
    op.create_index(
        op.f("ix_local_currency_organisation_subnetwork_id_state"),
        "local_currency_organisation",
        ["subnetwork_id", "state"],
        unique=False,
    )
    op.create_index(
        "uq_local_currency_organisation_name",
        "local_currency_organisation",
        ["subnetwork_id", "name_key"],
        unique=True,
        sqlite_where=sa.text("state <> 'refused'"),
        postgresql_where=sa.text("state <> 'refused'"),
    )

    op.create_table(
        "local_currency_programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.UnicodeText(), nullable=False),
        sa.Column("conditions", sa.UnicodeText(), nullable=False),
        sa.Column("percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("monthly_cap", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "percent > 0 AND percent <= 1000", name=op.f("ck_local_currency_programme_percent_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_local_currency_programme_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_programme_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_programme_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_programme")),
        sa.UniqueConstraint("account_id", name=op.f("uq_local_currency_programme_account_id")),
        sa.UniqueConstraint(
            "subnetwork_id", "name", name=op.f("uq_local_currency_programme_subnetwork_id_name")
        ),
    )
    op.create_table(
        "local_currency_admission",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("admitted_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["admitted_by_id"], ["member.id"], name=op.f("fk_local_currency_admission_admitted_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_local_currency_admission_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["local_currency_programme.id"],
            name=op.f("fk_local_currency_admission_programme_id_local_currency_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_admission_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("programme_id", "member_id", name=op.f("pk_local_currency_admission")),
    )
    op.create_index(
        op.f("ix_local_currency_admission_member_id"), "local_currency_admission", ["member_id"], unique=False
    )

    op.create_table(
        "local_currency_desk_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("opening_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opening_expected", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opening_note", sa.UnicodeText(), nullable=False),
        sa.Column("closing_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closing_expected", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closing_note", sa.UnicodeText(), nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["member.id"], name=op.f("fk_local_currency_desk_day_closed_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"],
            ["local_currency_desk.id"],
            name=op.f("fk_local_currency_desk_day_desk_id_local_currency_desk"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["member.id"], name=op.f("fk_local_currency_desk_day_opened_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_currency_desk_day_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_desk_day")),
    )
    op.create_index(
        op.f("ix_local_currency_desk_day_desk_id_day"),
        "local_currency_desk_day",
        ["desk_id", "day"],
        unique=False,
    )
    op.create_index(
        "uq_local_currency_desk_day_open",
        "local_currency_desk_day",
        ["desk_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "local_currency_keeper",
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["desk_id"],
            ["local_currency_desk.id"],
            name=op.f("fk_local_currency_keeper_desk_id_local_currency_desk"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["member.id"], name=op.f("fk_local_currency_keeper_given_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_local_currency_keeper_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_currency_keeper_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("desk_id", "member_id", name=op.f("pk_local_currency_keeper")),
    )
    op.create_table(
        "local_currency_vote",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.UnicodeText(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_local_currency_vote_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["local_currency_organisation.id"],
            name=op.f("fk_local_currency_vote_organisation_id_local_currency_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_currency_vote_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("pk_local_currency_vote")),
    )
    op.create_table(
        "local_currency_slip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.UnicodeText(), nullable=False),
        sa.Column("key", sa.UnicodeText(), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=True),
        sa.Column("day_id", sa.Uuid(), nullable=True),
        sa.Column("means", sa.UnicodeText(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bonus", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("units_transfer_id", sa.Uuid(), nullable=True),
        sa.Column("euros_transfer_id", sa.Uuid(), nullable=True),
        sa.Column("memo", sa.UnicodeText(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_why", sa.UnicodeText(), nullable=False),
        sa.Column("undone_day_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_local_currency_slip_amount_positive")),
        sa.CheckConstraint("bonus >= 0", name=op.f("ck_local_currency_slip_bonus_positive")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_local_currency_slip_account_id_account")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_local_currency_slip_by_id_member")),
        sa.ForeignKeyConstraint(
            ["day_id"],
            ["local_currency_desk_day.id"],
            name=op.f("fk_local_currency_slip_day_id_local_currency_desk_day"),
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"],
            ["local_currency_desk.id"],
            name=op.f("fk_local_currency_slip_desk_id_local_currency_desk"),
        ),
        sa.ForeignKeyConstraint(
            ["euros_transfer_id"],
            ["transfer.id"],
            name=op.f("fk_local_currency_slip_euros_transfer_id_transfer"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["local_currency_programme.id"],
            name=op.f("fk_local_currency_slip_programme_id_local_currency_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"], ["subnetwork.id"], name=op.f("fk_local_currency_slip_subnetwork_id_subnetwork")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_currency_slip_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["member.id"], name=op.f("fk_local_currency_slip_undone_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["undone_day_id"],
            ["local_currency_desk_day.id"],
            name=op.f("fk_local_currency_slip_undone_day_id_local_currency_desk_day"),
        ),
        sa.ForeignKeyConstraint(
            ["units_transfer_id"],
            ["transfer.id"],
            name=op.f("fk_local_currency_slip_units_transfer_id_transfer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_slip")),
        sa.UniqueConstraint("euros_transfer_id", name=op.f("uq_local_currency_slip_euros_transfer_id")),
        sa.UniqueConstraint("subnetwork_id", "key", name=op.f("uq_local_currency_slip_subnetwork_id_key")),
        sa.UniqueConstraint(
            "subnetwork_id", "number", name=op.f("uq_local_currency_slip_subnetwork_id_number")
        ),
        sa.UniqueConstraint("units_transfer_id", name=op.f("uq_local_currency_slip_units_transfer_id")),
    )
    op.create_index(
        op.f("ix_local_currency_slip_account_id"), "local_currency_slip", ["account_id"], unique=False
    )
    op.create_index(op.f("ix_local_currency_slip_day_id"), "local_currency_slip", ["day_id"], unique=False)
    op.create_index(
        op.f("ix_local_currency_slip_subnetwork_id_kind_amount"),
        "local_currency_slip",
        ["subnetwork_id", "kind", "amount"],
        unique=False,
    )

    op.create_table(
        "local_currency_bank_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.UnicodeText(), nullable=False),
        sa.Column("occurrence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.UnicodeText(), nullable=False),
        sa.Column("label", sa.UnicodeText(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("owner", sa.UnicodeText(), nullable=False),
        sa.Column("slip_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.UnicodeText(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_local_currency_bank_line_amount_positive")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["member.id"], name=op.f("fk_local_currency_bank_line_decided_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["slip_id"],
            ["local_currency_slip.id"],
            name=op.f("fk_local_currency_bank_line_slip_id_local_currency_slip"),
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["local_currency_bank_statement.id"],
            name=op.f("fk_local_currency_bank_line_statement_id_local_currency_bank_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_bank_line_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_bank_line_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_bank_line")),
        sa.UniqueConstraint("slip_id", name=op.f("uq_local_currency_bank_line_slip_id")),
        sa.UniqueConstraint(
            "subnetwork_id",
            "digest",
            "occurrence",
            name=op.f("uq_local_currency_bank_line_subnetwork_id_digest_occurrence"),
        ),
    )
    op.create_index(
        op.f("ix_local_currency_bank_line_statement_id"),
        "local_currency_bank_line",
        ["statement_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_local_currency_bank_line_subnetwork_id_state"),
        "local_currency_bank_line",
        ["subnetwork_id", "state"],
        unique=False,
    )

    op.create_table(
        "local_currency_reconversion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.UnicodeText(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("means", sa.UnicodeText(), nullable=False),
        sa.Column("iban", sa.UnicodeText(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.UnicodeText(), nullable=False),
        sa.Column("slip_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_local_currency_reconversion_amount_positive")),
        sa.CheckConstraint(
            "rate >= 0 AND rate < 10000", name=op.f("ck_local_currency_reconversion_rate_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["member.id"], name=op.f("fk_local_currency_reconversion_asked_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["member.id"], name=op.f("fk_local_currency_reconversion_decided_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["local_currency_organisation.id"],
            name=op.f("fk_local_currency_reconversion_organisation_id_local_currency_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["slip_id"],
            ["local_currency_slip.id"],
            name=op.f("fk_local_currency_reconversion_slip_id_local_currency_slip"),
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_reconversion_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_reconversion_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_reconversion")),
        sa.UniqueConstraint("slip_id", name=op.f("uq_local_currency_reconversion_slip_id")),
        sa.UniqueConstraint(
            "subnetwork_id", "key", name=op.f("uq_local_currency_reconversion_subnetwork_id_key")
        ),
    )
    op.create_index(
        op.f("ix_local_currency_reconversion_organisation_id"),
        "local_currency_reconversion",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_local_currency_reconversion_subnetwork_id_state"),
        "local_currency_reconversion",
        ["subnetwork_id", "state"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("local_currency_reconversion")
    op.drop_table("local_currency_bank_line")
    op.drop_table("local_currency_slip")
    op.drop_table("local_currency_vote")
    op.drop_table("local_currency_keeper")
    op.drop_table("local_currency_desk_day")
    op.drop_table("local_currency_admission")
    op.drop_table("local_currency_programme")
    op.drop_table("local_currency_organisation")
    op.drop_table("local_currency_fund")
    op.drop_table("local_currency_desk")
    op.drop_table("local_currency_bank_statement")
    op.drop_table("local_currency_bank_format")
