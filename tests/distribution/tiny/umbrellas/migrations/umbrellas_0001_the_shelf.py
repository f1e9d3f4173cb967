"""The shelf of umbrellas."""

import sqlalchemy as sa
from alembic import op

revision = "umbrellas_0001"
down_revision = None
branch_labels = ("umbrellas",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "umbrellas_umbrella",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("colour", sa.UnicodeText(), nullable=False),
        sa.Column("people", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_umbrellas_umbrella_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_umbrellas_umbrella_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_umbrellas_umbrella")),
    )


def downgrade() -> None:
    op.drop_table("umbrellas_umbrella")
