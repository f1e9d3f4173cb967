"""The tables of transport."""

import sqlalchemy as sa
from alembic import op

revision = "transport_0001"
down_revision = None
branch_labels = ("transport",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "transport_ride",
        sa.Column("origin", sa.UnicodeText(), nullable=False),
        sa.Column("destination", sa.UnicodeText(), nullable=False),
        sa.Column("departs", sa.UnicodeText(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kilometres", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("detour_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_transport_ride_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_transport_ride_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_transport_ride")),
    )


def downgrade() -> None:
    op.drop_table("transport_ride")
