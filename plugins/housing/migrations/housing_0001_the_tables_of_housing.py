"""The tables of housing."""

import sqlalchemy as sa
from alembic import op

revision = "housing_0001"
down_revision = None
branch_labels = ("housing",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "housing_room",
        sa.Column("room_type", sa.UnicodeText(), nullable=False),
        sa.Column("sleeps", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nights_max", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("pets_welcome", sa.Boolean(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_housing_room_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_housing_room_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_housing_room")),
    )


def downgrade() -> None:
    op.drop_table("housing_room")
