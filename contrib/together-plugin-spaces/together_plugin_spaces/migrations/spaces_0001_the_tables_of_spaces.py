"""The tables of spaces."""

import sqlalchemy as sa
from alembic import op

revision = "spaces_0001"
down_revision = None
branch_labels = ("spaces",)
depends_on = "core_0001"


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "spaces_common",
        sa.Column("pieces", WHOLE, nullable=False),
        sa.Column("comes_with", sa.UnicodeText(), nullable=False),
        sa.Column("longest_days", WHOLE, nullable=True),
        sa.Column("monday", sa.UnicodeText(), nullable=False),
        sa.Column("tuesday", sa.UnicodeText(), nullable=False),
        sa.Column("wednesday", sa.UnicodeText(), nullable=False),
        sa.Column("thursday", sa.UnicodeText(), nullable=False),
        sa.Column("friday", sa.UnicodeText(), nullable=False),
        sa.Column("saturday", sa.UnicodeText(), nullable=False),
        sa.Column("sunday", sa.UnicodeText(), nullable=False),
        sa.Column("notice_days", WHOLE, nullable=True),
        sa.Column("ahead_days", WHOLE, nullable=True),
        sa.Column("deposit", WHOLE, nullable=True),
        sa.Column("kept_by", sa.UnicodeText(), nullable=False),
        sa.Column("rules", sa.UnicodeText(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_spaces_common_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_spaces_common_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_spaces_common")),
    )
    op.create_table(
        "spaces_room",
        sa.Column("capacity", WHOLE, nullable=False),
        sa.Column("surface", WHOLE, nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("shortest", WHOLE, nullable=True),
        sa.Column("longest", WHOLE, nullable=True),
        sa.Column("monday", sa.UnicodeText(), nullable=False),
        sa.Column("tuesday", sa.UnicodeText(), nullable=False),
        sa.Column("wednesday", sa.UnicodeText(), nullable=False),
        sa.Column("thursday", sa.UnicodeText(), nullable=False),
        sa.Column("friday", sa.UnicodeText(), nullable=False),
        sa.Column("saturday", sa.UnicodeText(), nullable=False),
        sa.Column("sunday", sa.UnicodeText(), nullable=False),
        sa.Column("notice_days", WHOLE, nullable=True),
        sa.Column("ahead_days", WHOLE, nullable=True),
        sa.Column("deposit", WHOLE, nullable=True),
        sa.Column("kept_by", sa.UnicodeText(), nullable=False),
        sa.Column("rules", sa.UnicodeText(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_spaces_room_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_spaces_room_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_spaces_room")),
    )
    op.create_table(
        "spaces_acceptance",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("people", WHOLE, nullable=True),
        sa.Column("rules", sa.UnicodeText(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_spaces_acceptance_exchange_id_exchange")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_spaces_acceptance_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("exchange_id", name=op.f("pk_spaces_acceptance")),
    )
    op.create_table(
        "spaces_booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("exchange_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pieces", WHOLE, nullable=False),
        sa.Column("reason", sa.UnicodeText(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_spaces_booking_goes_forward")),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_spaces_booking_exchange_id_exchange")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_spaces_booking_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_spaces_booking_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_spaces_booking_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces_booking")),
        sa.UniqueConstraint("exchange_id", name=op.f("uq_spaces_booking_exchange_id")),
    )
    op.create_index(
        op.f("ix_spaces_booking_listing_id_starts_at"), "spaces_booking", ["listing_id", "starts_at"]
    )

    op.create_table(
        "spaces_key_loan",
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("handed_by_id", sa.Uuid(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by_id", sa.Uuid(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_spaces_key_loan_exchange_id_exchange")
        ),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["member.id"], name=op.f("fk_spaces_key_loan_handed_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["member.id"], name=op.f("fk_spaces_key_loan_holder_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_spaces_key_loan_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["member.id"], name=op.f("fk_spaces_key_loan_returned_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_spaces_key_loan_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("exchange_id", name=op.f("pk_spaces_key_loan")),
    )
    op.create_index(
        op.f("ix_spaces_key_loan_listing_id_returned_on"), "spaces_key_loan", ["listing_id", "returned_on"]
    )

    op.create_table(
        "spaces_slot",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("quarter", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["spaces_booking.id"],
            name=op.f("fk_spaces_slot_booking_id_spaces_booking"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_spaces_slot_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_spaces_slot_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", "quarter", "number", name=op.f("pk_spaces_slot")),
    )
    op.create_index(op.f("ix_spaces_slot_booking_id"), "spaces_slot", ["booking_id"])


def downgrade() -> None:
    op.drop_table("spaces_slot")
    op.drop_table("spaces_key_loan")
    op.drop_table("spaces_booking")
    op.drop_table("spaces_acceptance")
    op.drop_table("spaces_room")
    op.drop_table("spaces_common")
