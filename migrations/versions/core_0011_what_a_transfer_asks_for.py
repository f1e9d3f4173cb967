"""A transfer asks for its accounts once, through its entries, and a memo no more for its transfer."""

from alembic import op

revision = "core_0011"
down_revision = "core_0010"
branch_labels = None
depends_on = None

# The accounts of a transfer are moved, and its entries written, in the statement that writes it; its entries
# keep the accounts. A transfer is never deleted. The three questions were a twentieth of what a payment
# costs, and each of them locks a row.
ASKED = (
    ("transfer", "payer_id", "account"),
    ("transfer", "payee_id", "account"),
    ("transfer_memo", "transfer_id", "transfer"),
)
SENTENCE = "what was written in a ledger is never changed; make a reversal"


def upgrade() -> None:
    _unguard()
    for table in ("transfer", "transfer_memo"):
        with op.batch_alter_table(table) as batch:
            for _table, column, other in (one for one in ASKED if one[0] == table):
                batch.drop_constraint(batch.f(f"fk_{table}_{column}_{other}"), type_="foreignkey")
    _guard()


def downgrade() -> None:
    _unguard()
    for table in ("transfer", "transfer_memo"):
        with op.batch_alter_table(table) as batch:
            for _table, column, other in (one for one in ASKED if one[0] == table):
                batch.create_foreign_key(batch.f(f"fk_{table}_{column}_{other}"), other, [column], ["id"])
    _guard()


def _guard() -> None:
    """Let SQLite refuse again to change or delete transfers."""
    if op.get_bind().dialect.name == "sqlite":
        for move in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER transfer_no_{move.lower()} BEFORE {move} ON transfer "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )


def _unguard() -> None:
    """SQLite makes a table anew to change it, which its guards would refuse."""
    if op.get_bind().dialect.name == "sqlite":
        for move in ("update", "delete"):
            op.execute(f"DROP TRIGGER transfer_no_{move}")
