"""What was written in a ledger is never changed: the database itself refuses it."""

from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None

TABLES = ("transfer", "entry")
SENTENCE = "what was written in a ledger is never changed; make a reversal"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for move in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{move.lower()} BEFORE {move} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION ledger_is_immutable() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_immutable()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for move in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{move}")
        return
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_is_immutable ON {table}")
    op.execute("DROP FUNCTION ledger_is_immutable()")
