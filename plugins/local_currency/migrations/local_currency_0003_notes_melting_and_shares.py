"""Paper notes, melting, the yearly share and what organisations add to the directory."""

import sqlalchemy as sa
from alembic import op

revision = "local_currency_0003"
down_revision = "local_currency_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "local_currency_named_account",
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.UnicodeText(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_local_currency_named_account_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_local_currency_named_account_ledger_id_ledger")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_named_account_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("ledger_id", "purpose", name=op.f("pk_local_currency_named_account")),
        sa.UniqueConstraint("account_id", name=op.f("uq_local_currency_named_account_account_id")),
    )
    op.create_table(
        "local_currency_note_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.UnicodeText(), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("first_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "first_number > 0 AND last_number >= first_number",
            name=op.f("ck_local_currency_note_series_numbers_in_order"),
        ),
        sa.CheckConstraint("value > 0", name=op.f("ck_local_currency_note_series_value_positive")),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_note_series_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_note_series_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_note_series")),
        sa.UniqueConstraint(
            "subnetwork_id",
            "name",
            "value",
            name=op.f("uq_local_currency_note_series_subnetwork_id_name_value"),
        ),
    )
    op.create_table(
        "local_currency_melting_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exempt", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("organisations_exempt", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("decided", sa.UnicodeText(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "day >= 1 AND day <= 28", name=op.f("ck_local_currency_melting_rule_day_of_every_month")
        ),
        sa.CheckConstraint("exempt >= 0", name=op.f("ck_local_currency_melting_rule_exempt_not_negative")),
        sa.CheckConstraint(
            "rate > 0 AND rate <= 10000", name=op.f("ck_local_currency_melting_rule_rate_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_local_currency_melting_rule_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_local_currency_melting_rule_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_melting_rule_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_melting_rule_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_melting_rule")),
    )
    op.create_index(
        op.f("ix_local_currency_melting_rule_subnetwork_id_starts_on"),
        "local_currency_melting_rule",
        ["subnetwork_id", "starts_on"],
    )
    op.create_table(
        "local_currency_share_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_by_id", sa.Uuid(), nullable=True),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sponsors_needed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("whole", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_commons", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["posted_by_id"], ["member.id"], name=op.f("fk_local_currency_share_run_posted_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_share_run_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_share_run_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_share_run")),
        sa.UniqueConstraint(
            "subnetwork_id", "year", name=op.f("uq_local_currency_share_run_subnetwork_id_year")
        ),
    )
    op.create_table(
        "local_currency_note_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.UnicodeText(), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["desk_id"],
            ["local_currency_desk.id"],
            name=op.f("fk_local_currency_note_place_desk_id_local_currency_desk"),
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_note_place_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_note_place_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_note_place")),
        sa.UniqueConstraint("desk_id", name=op.f("uq_local_currency_note_place_desk_id")),
        sa.UniqueConstraint(
            "subnetwork_id", "name", name=op.f("uq_local_currency_note_place_subnetwork_id_name")
        ),
    )
    op.create_table(
        "local_currency_share_choice",
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_local_currency_share_choice_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["local_currency_organisation.id"],
            name=op.f("fk_local_currency_share_choice_organisation_id_local_currency_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_share_choice_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_share_choice_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("subnetwork_id", "member_id", name=op.f("pk_local_currency_share_choice")),
    )
    op.create_index(
        op.f("ix_local_currency_share_choice_organisation_id"),
        "local_currency_share_choice",
        ["organisation_id"],
    )
    op.create_table(
        "local_currency_shopfront",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("buys", sa.UnicodeText(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["local_currency_organisation.id"],
            name=op.f("fk_local_currency_shopfront_organisation_id_local_currency_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_shopfront_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_local_currency_shopfront")),
    )
    op.create_table(
        "local_currency_melted",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("melted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_local_currency_melted_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_currency_melted_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_local_currency_melted_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("account_id", "month", name=op.f("pk_local_currency_melted")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_local_currency_melted_transfer_id")),
    )
    op.create_table(
        "local_currency_note_operation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.UnicodeText(), nullable=False),
        sa.Column("kind", sa.UnicodeText(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=True),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("memo", sa.UnicodeText(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_local_currency_note_operation_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_local_currency_note_operation_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"],
            ["local_currency_note_place.id"],
            name=op.f("fk_local_currency_note_operation_from_id_local_currency_note_place"),
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_local_currency_note_operation_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_note_operation_territory_id_territory"),
        ),
        sa.ForeignKeyConstraint(
            ["to_id"],
            ["local_currency_note_place.id"],
            name=op.f("fk_local_currency_note_operation_to_id_local_currency_note_place"),
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"],
            ["transfer.id"],
            name=op.f("fk_local_currency_note_operation_transfer_id_transfer"),
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["local_currency_note_operation.id"],
            name=op.f("fk_local_currency_note_operation_undoes_id_local_currency_note_operation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_currency_note_operation")),
        sa.UniqueConstraint(
            "subnetwork_id", "key", name=op.f("uq_local_currency_note_operation_subnetwork_id_key")
        ),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_local_currency_note_operation_transfer_id")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_local_currency_note_operation_undoes_id")),
    )
    op.create_index(
        op.f("ix_local_currency_note_operation_subnetwork_id_created_at"),
        "local_currency_note_operation",
        ["subnetwork_id", "created_at"],
    )
    op.create_table(
        "local_currency_note_stock",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_local_currency_note_stock_not_below_nothing")),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["local_currency_note_place.id"],
            name=op.f("fk_local_currency_note_stock_place_id_local_currency_note_place"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["local_currency_note_series.id"],
            name=op.f("fk_local_currency_note_stock_series_id_local_currency_note_series"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_note_stock_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("place_id", "series_id", name=op.f("pk_local_currency_note_stock")),
    )
    op.create_table(
        "local_currency_share_part",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sponsors", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("base", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["local_currency_organisation.id"],
            name=op.f("fk_local_currency_share_part_organisation_id_local_currency_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["local_currency_share_run.id"],
            name=op.f("fk_local_currency_share_part_run_id_local_currency_share_run"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_share_part_territory_id_territory"),
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_local_currency_share_part_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("run_id", "organisation_id", name=op.f("pk_local_currency_share_part")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_local_currency_share_part_transfer_id")),
    )
    op.create_table(
        "local_currency_note_line",
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_local_currency_note_line_quantity_not_zero")),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["local_currency_note_operation.id"],
            name=op.f("fk_local_currency_note_line_operation_id_local_currency_note_operation"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["local_currency_note_series.id"],
            name=op.f("fk_local_currency_note_line_series_id_local_currency_note_series"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_local_currency_note_line_territory_id_territory"),
        ),
        sa.PrimaryKeyConstraint("operation_id", "series_id", name=op.f("pk_local_currency_note_line")),
    )


def downgrade() -> None:
    op.drop_table("local_currency_note_line")
    op.drop_table("local_currency_share_part")
    op.drop_table("local_currency_note_stock")
    op.drop_index(
        op.f("ix_local_currency_note_operation_subnetwork_id_created_at"), "local_currency_note_operation"
    )
    op.drop_table("local_currency_note_operation")
    op.drop_table("local_currency_melted")
    op.drop_table("local_currency_shopfront")
    op.drop_index(op.f("ix_local_currency_share_choice_organisation_id"), "local_currency_share_choice")
    op.drop_table("local_currency_share_choice")
    op.drop_table("local_currency_note_place")
    op.drop_table("local_currency_share_run")
    op.drop_index(
        op.f("ix_local_currency_melting_rule_subnetwork_id_starts_on"), "local_currency_melting_rule"
    )
    op.drop_table("local_currency_melting_rule")
    op.drop_table("local_currency_note_series")
    op.drop_table("local_currency_named_account")
