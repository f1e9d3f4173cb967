"""The tables of food: plots, harvests, meals, and who waits for a seat."""

import sqlalchemy as sa
from alembic import op

revision = "food_0001"
down_revision = None
branch_labels = ("food",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "food_meal",
        sa.Column("dish", sa.UnicodeText(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("hour", sa.UnicodeText(), nullable=False),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("diets", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=True),
        sa.Column("allergens", sa.JSON(), nullable=False),
        sa.Column("allergens_checked", sa.Boolean(), nullable=False),
        sa.Column("ingredients", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("setting", sa.UnicodeText(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("bring", sa.UnicodeText(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= seats", name=op.f("ck_food_meal_never_overbooked")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_food_meal_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_food_meal_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_food_meal")),
    )
    op.create_table(
        "food_plot",
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gardeners", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("water", sa.Boolean(), nullable=False),
        sa.Column("tools", sa.Boolean(), nullable=False),
        sa.Column("light", sa.UnicodeText(), nullable=False),
        sa.Column("access", sa.UnicodeText(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("grown", sa.JSON(), nullable=False),
        sa.Column("no_chemicals", sa.Boolean(), nullable=False),
        sa.Column("first_month", sa.UnicodeText(), nullable=False),
        sa.Column("last_month", sa.UnicodeText(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_food_plot_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_food_plot_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_food_plot")),
    )
    op.create_table(
        "food_surplus",
        sa.Column("produce", sa.UnicodeText(), nullable=False),
        sa.Column("what", sa.UnicodeText(), nullable=False),
        sa.Column("kilograms", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("picked_on", sa.Date(), nullable=True),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.Column("way", sa.UnicodeText(), nullable=False),
        sa.Column("organic", sa.Boolean(), nullable=False),
        sa.Column("bring", sa.UnicodeText(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "taken >= 0 AND taken <= kilograms", name=op.f("ck_food_surplus_never_below_zero")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_food_surplus_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_food_surplus_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_food_surplus")),
    )
    op.create_table(
        "food_waiting",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_food_waiting_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_food_waiting_member_id_member")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_food_waiting_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", "member_id", name=op.f("pk_food_waiting")),
    )


def downgrade() -> None:
    op.drop_table("food_waiting")
    op.drop_table("food_surplus")
    op.drop_table("food_plot")
    op.drop_table("food_meal")
