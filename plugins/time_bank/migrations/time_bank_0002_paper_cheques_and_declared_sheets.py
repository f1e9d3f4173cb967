"""Paper cheques, the piles of them that are entered, and declared sheets."""

import sqlalchemy as sa
from alembic import op

revision = "time_bank_0002"
down_revision = "time_bank_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "time_bank_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("counted_cheques", whole, nullable=False),
        sa.Column("counted_amount", whole, nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["member.id"], name=op.f("fk_time_bank_batch_entered_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_time_bank_batch_ledger_id_ledger")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_batch_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_bank_batch")),
    )
    op.create_index(
        op.f("ix_time_bank_batch_ledger_id_created_at"), "time_bank_batch", ["ledger_id", "created_at"]
    )
    op.create_table(
        "time_bank_cheque_book",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("number", whole, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_time_bank_cheque_book_ledger_id_ledger")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_time_bank_cheque_book_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_time_bank_cheque_book_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_cheque_book_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_bank_cheque_book")),
        sa.UniqueConstraint("ledger_id", "number", name=op.f("uq_time_bank_cheque_book_ledger_id_number")),
    )
    op.create_index(op.f("ix_time_bank_cheque_book_member_id"), "time_bank_cheque_book", ["member_id"])
    op.create_table(
        "time_bank_batch_row",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("place", whole, nullable=False),
        sa.Column("number", sa.UnicodeText(), nullable=False),
        sa.Column("payer", sa.UnicodeText(), nullable=False),
        sa.Column("why_other_payer", sa.UnicodeText(), nullable=False),
        sa.Column("payee", sa.UnicodeText(), nullable=False),
        sa.Column("amount", sa.UnicodeText(), nullable=False),
        sa.Column("day", sa.UnicodeText(), nullable=False),
        sa.Column("what", sa.UnicodeText(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["time_bank_batch.id"], name=op.f("fk_time_bank_batch_row_batch_id_time_bank_batch")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_batch_row_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_time_bank_batch_row_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("batch_id", "place", name=op.f("pk_time_bank_batch_row")),
    )
    op.create_index(op.f("ix_time_bank_batch_row_transfer_id"), "time_bank_batch_row", ["transfer_id"])
    op.create_table(
        "time_bank_cheque",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.UnicodeText(), nullable=False),
        sa.Column("state", sa.UnicodeText(), nullable=False),
        sa.Column("times", whole, nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"],
            ["time_bank_cheque_book.id"],
            name=op.f("fk_time_bank_cheque_book_id_time_bank_cheque_book"),
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledger.id"], name=op.f("fk_time_bank_cheque_ledger_id_ledger")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_cheque_territory_id_territory")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_time_bank_cheque_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_bank_cheque")),
        sa.UniqueConstraint("ledger_id", "number", name=op.f("uq_time_bank_cheque_ledger_id_number")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_time_bank_cheque_transfer_id")),
    )
    op.create_index(op.f("ix_time_bank_cheque_book_id"), "time_bank_cheque", ["book_id"])
    op.create_table(
        "time_bank_sheet_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subnetwork_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("with_whom", sa.UnicodeText(), nullable=False),
        sa.Column("exchange_id", sa.Uuid(), nullable=True),
        sa.Column("minutes", whole, nullable=False),
        sa.Column("what", sa.UnicodeText(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes <> 0", name=op.f("ck_time_bank_sheet_line_some_time")),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_time_bank_sheet_line_exchange_id_exchange")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_time_bank_sheet_line_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["subnetwork_id"],
            ["subnetwork.id"],
            name=op.f("fk_time_bank_sheet_line_subnetwork_id_subnetwork"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_sheet_line_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_bank_sheet_line")),
        sa.UniqueConstraint(
            "member_id", "exchange_id", name=op.f("uq_time_bank_sheet_line_member_id_exchange_id")
        ),
    )
    op.create_index(
        op.f("ix_time_bank_sheet_line_subnetwork_id_member_id_day"),
        "time_bank_sheet_line",
        ["subnetwork_id", "member_id", "day"],
    )


def downgrade() -> None:
    op.drop_table("time_bank_sheet_line")
    op.drop_table("time_bank_cheque")
    op.drop_table("time_bank_batch_row")
    op.drop_table("time_bank_cheque_book")
    op.drop_table("time_bank_batch")
