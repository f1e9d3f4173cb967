"""The tables of goods."""

import sqlalchemy as sa
from alembic import op

revision = "goods_0001"
down_revision = None
branch_labels = ("goods",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "goods_thing",
        sa.Column("mode", sa.UnicodeText(), nullable=False),
        sa.Column("condition", sa.UnicodeText(), nullable=False),
        sa.Column("loan_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_goods_thing_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_goods_thing_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_goods_thing")),
    )


def downgrade() -> None:
    op.drop_table("goods_thing")
