"""The tables of local_currency."""

import sqlalchemy as sa
from alembic import op

revision = "local_currency_0001"
down_revision = None
branch_labels = ("local_currency",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "local_currency_product",
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("delivery", sa.Boolean(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_local_currency_product_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_local_currency_product_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_local_currency_product")),
    )


def downgrade() -> None:
    op.drop_table("local_currency_product")
