"""The tasks of the time bank."""

import sqlalchemy as sa
from alembic import op

revision = "time_bank_0001"
down_revision = None
branch_labels = ("time_bank",)
depends_on = ("core_0001",)


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "time_bank_task",
        sa.Column("minutes", whole, nullable=True),
        sa.Column("place", sa.UnicodeText(), nullable=False),
        sa.Column("rhythm", sa.UnicodeText(), nullable=False),
        sa.Column("travel_counts", sa.Boolean(), nullable=False),
        sa.Column("travel_minutes", whole, nullable=True),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_time_bank_task_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_time_bank_task_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_time_bank_task")),
    )


def downgrade() -> None:
    op.drop_table("time_bank_task")
