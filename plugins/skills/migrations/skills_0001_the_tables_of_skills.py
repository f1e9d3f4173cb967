"""The tables of skills."""

import sqlalchemy as sa
from alembic import op

revision = "skills_0001"
down_revision = None
branch_labels = ("skills",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "skills_lesson",
        sa.Column("subject", sa.UnicodeText(), nullable=False),
        sa.Column("level", sa.UnicodeText(), nullable=False),
        sa.Column("setting", sa.UnicodeText(), nullable=False),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_skills_lesson_listing_id_listing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_skills_lesson_territory_id_territory")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_skills_lesson")),
    )


def downgrade() -> None:
    op.drop_table("skills_lesson")
