"""The full-text index of listings: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL."""

from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE listing_words USING fts5("
            "listing_id UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 2', prefix = '3')"
        )
        return
    op.execute(
        "CREATE TABLE listing_words ("
        "listing_id uuid PRIMARY KEY REFERENCES listing (id) ON DELETE CASCADE, words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_listing_words_words ON listing_words USING gin (words)")


def downgrade() -> None:
    op.execute("DROP TABLE listing_words")
