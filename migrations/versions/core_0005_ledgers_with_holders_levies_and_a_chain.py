"""Groups and holders of accounts, levies, standing orders, payment requests and the chain of transfers."""

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


TABLES = ("transfer", "ledger_link")
SENTENCE = "what was written in a ledger is never changed; make a reversal"


def upgrade() -> None:
    _unguard("transfer")
    op.create_table(
        "link_queue",
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_link_queue_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_link_queue")),
    )
    op.create_table(
        "account_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.UnicodeText(), nullable=False),
        sa.Column("floor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ceiling", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("on_limit", sa.UnicodeText(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ledger_id"], ["ledger.id"], name=op.f("fk_account_group_ledger_id_ledger")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_account_group_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_group")),
        sa.UniqueConstraint("ledger_id", "name", name=op.f("uq_account_group_ledger_id_name")),
    )
    op.create_table(
        "account_holder",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("right", sa.UnicodeText(), nullable=False),
        sa.Column("most", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_holder_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["member.id"], name=op.f("fk_account_holder_given_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_account_holder_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_account_holder_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("account_id", "member_id", name=op.f("pk_account_holder")),
    )
    with op.batch_alter_table("account_holder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_holder_member_id"), ["member_id"], unique=False)

    op.create_table(
        "levy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.UnicodeText(), nullable=False),
        sa.Column("rate", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fixed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paid_by", sa.UnicodeText(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fixed >= 0", name=op.f("ck_levy_fixed_positive")),
        sa.CheckConstraint("rate >= 0 AND rate <= 10000", name=op.f("ck_levy_rate_in_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_levy_account_id_account")),
        sa.ForeignKeyConstraint(["ledger_id"], ["ledger.id"], name=op.f("fk_levy_ledger_id_ledger")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_levy_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_levy")),
    )
    with op.batch_alter_table("levy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_levy_ledger_id"), ["ledger_id"], unique=False)

    op.create_table(
        "standing_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("payee_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.UnicodeText(), nullable=False),
        sa.Column("rhythm", sa.UnicodeText(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_standing_order_amount_positive")),
        sa.CheckConstraint("payer_id <> payee_id", name=op.f("ck_standing_order_two_sides")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_standing_order_ledger_id_ledger")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_standing_order_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["payee_id"], ["account.id"], name=op.f("fk_standing_order_payee_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["account.id"], name=op.f("fk_standing_order_payer_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_standing_order_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_order")),
    )
    with op.batch_alter_table("standing_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standing_order_payer_id"), ["payer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_standing_order_state_next_on"), ["state", "next_on"], unique=False
        )

    op.create_table(
        "ledger_link",
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["ledger_id"], ["ledger.id"], name=op.f("fk_ledger_link_ledger_id_ledger")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_ledger_link_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_ledger_link_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("ledger_id", "number", name=op.f("pk_ledger_link")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_ledger_link_transfer_id")),
    )
    op.create_table(
        "payment_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("payee_id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.UnicodeText(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount IS NULL OR amount > 0", name=op.f("ck_payment_request_amount_positive")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_payment_request_ledger_id_ledger")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_payment_request_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["payee_id"], ["account.id"], name=op.f("fk_payment_request_payee_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["account.id"], name=op.f("fk_payment_request_payer_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_payment_request_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_payment_request_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_request")),
    )
    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_request_payee_id_state"), ["payee_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_payment_request_payer_id_state"), ["payer_id", "state"], unique=False
        )

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.UnicodeText(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("subnetwork_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("group_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("warn_floor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("warn_ceiling", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_account_ledger_id_kind_member_id"), type_="unique")
        batch_op.drop_index(batch_op.f("uq_account_of_nobody"), sqlite_where=sa.text("member_id IS NULL"))
        batch_op.create_index(
            "uq_account_of_nobody",
            ["ledger_id", "kind", "name"],
            unique=True,
            sqlite_where=sa.text("member_id IS NULL"),
            postgresql_where=sa.text("member_id IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_account_ledger_id_kind_member_id_name"), ["ledger_id", "kind", "member_id", "name"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_account_group_id_account_group"), "account_group", ["group_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_account_subnetwork_id_subnetwork"), "subnetwork", ["subnetwork_id"], ["id"]
        )

    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "levies",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )

    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.UnicodeText(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("on_limit", sa.UnicodeText(), server_default="block", nullable=False))
        batch_op.add_column(sa.Column("has_levies", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_ledger_territory_id_plugin_subnetwork_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_ledger_territory_id_plugin_subnetwork_id_purpose"),
            ["territory_id", "plugin", "subnetwork_id", "purpose"],
        )

    with op.batch_alter_table("transfer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_for_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("part_of_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_transfer_part_of_id"),
            ["part_of_id"],
            unique=False,
            sqlite_where=sa.text("part_of_id IS NOT NULL"),
            postgresql_where=sa.text("part_of_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_transfer_entered_for_id_member"), "member", ["entered_for_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_transfer_part_of_id_transfer"), "transfer", ["part_of_id"], ["id"]
        )

    for table in TABLES:
        _guard(table)
    op.execute(
        "INSERT INTO link_queue (transfer_id, ledger_id, territory_id) "
        "SELECT id, ledger_id, territory_id FROM transfer"
    )


def downgrade() -> None:
    for table in TABLES:
        _unguard(table)
    with op.batch_alter_table("transfer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_transfer_part_of_id_transfer"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_transfer_entered_for_id_member"), type_="foreignkey")
        batch_op.drop_index(
            batch_op.f("ix_transfer_part_of_id"),
            sqlite_where=sa.text("part_of_id IS NOT NULL"),
            postgresql_where=sa.text("part_of_id IS NOT NULL"),
        )
        batch_op.drop_column("part_of_id")
        batch_op.drop_column("entered_for_id")

    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_ledger_territory_id_plugin_subnetwork_id_purpose"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_ledger_territory_id_plugin_subnetwork_id"),
            ["territory_id", "plugin", "subnetwork_id"],
        )
        batch_op.drop_column("stopped_at")
        batch_op.drop_column("has_levies")
        batch_op.drop_column("on_limit")
        batch_op.drop_column("purpose")

    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_column("levies")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_account_subnetwork_id_subnetwork"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_account_group_id_account_group"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_account_ledger_id_kind_member_id_name"), type_="unique")
        batch_op.drop_index(
            "uq_account_of_nobody",
            sqlite_where=sa.text("member_id IS NULL"),
            postgresql_where=sa.text("member_id IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("uq_account_of_nobody"),
            ["ledger_id", "kind"],
            unique=True,
            sqlite_where=sa.text("member_id IS NULL"),
            postgresql_where=sa.text("member_id IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_account_ledger_id_kind_member_id"), ["ledger_id", "kind", "member_id"]
        )
        batch_op.drop_column("closed_at")
        batch_op.drop_column("warn_ceiling")
        batch_op.drop_column("warn_floor")
        batch_op.drop_column("group_id")
        batch_op.drop_column("subnetwork_id")
        batch_op.drop_column("name")

    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_request_payer_id_state"))
        batch_op.drop_index(batch_op.f("ix_payment_request_payee_id_state"))

    op.drop_table("payment_request")
    op.drop_table("ledger_link")
    with op.batch_alter_table("standing_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_order_state_next_on"))
        batch_op.drop_index(batch_op.f("ix_standing_order_payer_id"))

    op.drop_table("standing_order")
    with op.batch_alter_table("levy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_levy_ledger_id"))

    op.drop_table("levy")
    with op.batch_alter_table("account_holder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_holder_member_id"))

    op.drop_table("account_holder")
    op.drop_table("account_group")
    op.drop_table("link_queue")
    _guard("transfer")


def _guard(table: str) -> None:
    """Let the database refuse to change or delete what was written."""
    if op.get_bind().dialect.name == "sqlite":
        for move in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{move.lower()} BEFORE {move} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_immutable()"
    )


def _unguard(table: str) -> None:
    """SQLite makes a table anew to change it, which its guards would refuse."""
    if op.get_bind().dialect.name == "sqlite":
        for move in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{move}")
        return
    op.execute(f"DROP TRIGGER {table}_is_immutable ON {table}")
