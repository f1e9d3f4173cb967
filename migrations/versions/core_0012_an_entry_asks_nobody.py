"""An entry no longer asks for its account and its transfer; an account that has entries cannot be deleted."""

from alembic import op

revision = "core_0012"
down_revision = "core_0011"
branch_labels = None
depends_on = None

# Both are there: who writes an entry has just moved the account and written the transfer. What could break
# the tie later is refused where it would happen: transfers are guarded (core_0004), accounts here. The four
# questions of each payment were a twentieth of what it costs.
ASKED = (("account_id", "account"), ("transfer_id", "transfer"))
CHANGED = "what was written in a ledger is never changed; make a reversal"
STAYS = "an account with entries stays; close it"
ON_SQLITE = """
CREATE TRIGGER account_stays BEFORE DELETE ON account
WHEN EXISTS (SELECT 1 FROM entry WHERE account_id = OLD.id)
BEGIN SELECT RAISE(ABORT, '{stays}'); END
"""


def upgrade() -> None:
    _unguard()
    with op.batch_alter_table("entry") as batch:
        for column, other in ASKED:
            batch.drop_constraint(batch.f(f"fk_entry_{column}_{other}"), type_="foreignkey")
    _guard()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(ON_SQLITE.format(stays=STAYS))
        return
    op.execute(
        "CREATE FUNCTION account_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT FROM entry WHERE TG_OP = 'TRUNCATE' OR account_id = OLD.id) THEN "
        f"RAISE EXCEPTION '{STAYS}' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER account_stays BEFORE DELETE ON account FOR EACH ROW EXECUTE FUNCTION account_stays()"
    )
    op.execute(
        "CREATE TRIGGER account_stays_at_once BEFORE TRUNCATE ON account "
        "FOR EACH STATEMENT EXECUTE FUNCTION account_stays()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER account_stays")
    else:
        op.execute("DROP TRIGGER account_stays ON account")
        op.execute("DROP TRIGGER account_stays_at_once ON account")
        op.execute("DROP FUNCTION account_stays()")
    _unguard()
    with op.batch_alter_table("entry") as batch:
        for column, other in ASKED:
            batch.create_foreign_key(batch.f(f"fk_entry_{column}_{other}"), other, [column], ["id"])
    _guard()


def _guard() -> None:
    """Let SQLite refuse again to change or delete entries."""
    if op.get_bind().dialect.name == "sqlite":
        for move in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entry_no_{move.lower()} BEFORE {move} ON entry "
                f"BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END"
            )


def _unguard() -> None:
    """SQLite makes a table anew to change it, which its guards would refuse."""
    if op.get_bind().dialect.name == "sqlite":
        for move in ("update", "delete"):
            op.execute(f"DROP TRIGGER entry_no_{move}")
