"""Posting in one round trip on PostgreSQL; rows that lock no territory and index no blank."""

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

revision = "core_0007"
down_revision = "core_0006"
branch_labels = None
depends_on = None

GUARDED = ("transfer", "entry")
SENTENCE = "what was written in a ledger is never changed; make a reversal"

# Every transfer of a territory would lock its row, and that of its ledger, to be sure that they stay; an
# account, which a transfer cannot do without, keeps both.
LOCKS = (
    ("transfer", "territory_id", "territory"),
    ("transfer", "ledger_id", "ledger"),
    ("entry", "territory_id", "territory"),
    ("transfer_memo", "territory_id", "territory"),
    ("hold", "territory_id", "territory"),
    ("hold", "ledger_id", "ledger"),
    ("link_queue", "territory_id", "territory"),
    ("idempotency_key", "territory_id", "territory"),
    # The row that a key answers with is written by the same function, and never deleted.
    ("idempotency_key", "transfer_id", "transfer"),
    ("idempotency_key", "hold_id", "hold"),
)
FEW = ("hold_id", "reverses_id")  # columns of transfer that are mostly empty, and unique where they are not

CLAIM = """
CREATE FUNCTION ledger_claim(
    of_ledger uuid, of_territory uuid, at timestamptz, by_key text, by_digest text,
    for_transfer uuid, for_hold uuid
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    owner text := 'ledger:' || of_ledger;
    stored idempotency_key;
BEGIN
    INSERT INTO idempotency_key (scope, key, territory_id, request_digest, transfer_id, hold_id, created_at)
    VALUES (owner, by_key, of_territory, by_digest, for_transfer, for_hold, at)
    ON CONFLICT DO NOTHING;  -- waits for whoever claims the same key at this moment
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT * INTO STRICT stored FROM idempotency_key AS k WHERE k.scope = owner AND k.key = by_key;
    IF stored.request_digest <> by_digest THEN
        RETURN '{"code": "other_request"}';
    END IF;
    RETURN coalesce(
        nullif(stored.refusal::jsonb, 'null'),
        jsonb_build_object('transfer', stored.transfer_id, 'hold', stored.hold_id)
    );
END $$
"""

REMEMBER = """
CREATE FUNCTION ledger_remember(of_ledger uuid, by_key text, said jsonb) RETURNS jsonb LANGUAGE sql AS $$
    UPDATE idempotency_key SET refusal = said::json, transfer_id = NULL, hold_id = NULL
    WHERE scope = 'ledger:' || of_ledger AND key = by_key;
    SELECT said;
$$
"""

REFUSED = """
CREATE FUNCTION ledger_refused(of_ledger uuid, refused text, reversed uuid) RETURNS jsonb
LANGUAGE plpgsql AS $$
BEGIN
    IF refused IS NOT NULL THEN
        RETURN jsonb_build_object('code', refused);
    ELSIF EXISTS (SELECT FROM ledger WHERE id = of_ledger AND stopped_at IS NOT NULL) THEN
        RETURN '{"code": "stopped"}';
    ELSIF reversed IS NOT NULL AND EXISTS (SELECT FROM transfer WHERE reverses_id = reversed) THEN
        RETURN '{"code": "reversed"}';
    END IF;
    RETURN NULL;
END $$
"""

MOVE = """
CREATE FUNCTION ledger_move(
    of_ledger uuid, accounts uuid[], balances bigint[], helds bigint[], expecteds bigint[], counts bigint[],
    sign int, OUT said jsonb, OUT stands bigint[], OUT numbers bigint[]
) LANGUAGE plpgsql AS $$
DECLARE
    stand bigint;
    number bigint;
BEGIN
    FOR i IN 1 .. cardinality(accounts) LOOP
        LOOP
            UPDATE account AS a SET
                balance = a.balance + sign * balances[i],
                held = a.held + sign * helds[i],
                expected = a.expected + sign * expecteds[i],
                entries_count = a.entries_count + sign * counts[i]
            WHERE a.id = accounts[i] AND a.ledger_id = of_ledger AND a.closed_at IS NULL
                AND (a.floor IS NULL
                     OR a.balance + sign * balances[i] - a.held - sign * helds[i] >= a.floor)
                AND (a.ceiling IS NULL
                     OR a.balance + sign * balances[i] + a.expected + sign * expecteds[i] <= a.ceiling)
            RETURNING a.balance, a.entries_count INTO stand, number;
            EXIT WHEN FOUND;
            SELECT CASE
                WHEN a.closed_at IS NOT NULL THEN jsonb_build_object('code', 'closed')
                WHEN a.balance + sign * balances[i] - a.held - sign * helds[i] < a.floor
                    THEN jsonb_build_object('code', 'below_floor', 'account', a.id, 'limit', a.floor)
                WHEN a.balance + sign * balances[i] + a.expected + sign * expecteds[i] > a.ceiling
                    THEN jsonb_build_object('code', 'above_ceiling', 'account', a.id, 'limit', a.ceiling)
                END
            INTO said FROM account AS a WHERE a.id = accounts[i] AND a.ledger_id = of_ledger;
            IF NOT FOUND THEN
                said := '{"code": "other_ledger"}';
            END IF;
            CONTINUE WHEN said IS NULL;  -- somebody made room for it in between
            PERFORM ledger_move(of_ledger, accounts[: i - 1], balances, helds, expecteds, counts, -sign);
            RETURN;
        END LOOP;
        stands[i] := stand - balances[i];
        numbers[i] := number - counts[i];
    END LOOP;
END $$
"""

POST = """
CREATE FUNCTION ledger_post(
    of_ledger uuid, of_territory uuid, at timestamptz, by_key text, by_digest text, refused text,
    by_hold uuid, by_member uuid,
    accounts uuid[], balances bigint[], helds bigint[], expecteds bigint[], counts bigint[],
    ids uuid[], payers uuid[], payees uuid[], amounts bigint[], parts_of uuid[], reversed uuid[],
    exchanges uuid[], entered_for uuid[], reasons text[], components text[], memos text[]
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    said jsonb := ledger_claim(of_ledger, of_territory, at, by_key, by_digest, ids[1], NULL);
    moved record;
    payer int;
    payee int;
BEGIN
    IF said IS NOT NULL THEN
        RETURN said;
    END IF;
    said := ledger_refused(of_ledger, refused, reversed[1]);
    IF said IS NOT NULL THEN
        RETURN ledger_remember(of_ledger, by_key, said);
    END IF;
    IF by_hold IS NOT NULL THEN
        UPDATE hold SET state = 'posted', resolved_at = at WHERE id = by_hold AND state = 'open';
        IF NOT FOUND THEN
            RETURN ledger_remember(of_ledger, by_key, '{"code": "hold_closed"}');
        END IF;
    END IF;
    moved := ledger_move(of_ledger, accounts, balances, helds, expecteds, counts, 1);
    IF moved.said IS NOT NULL THEN
        UPDATE hold SET state = 'open', resolved_at = NULL WHERE id = by_hold;
        RETURN ledger_remember(of_ledger, by_key, moved.said);
    END IF;
    IF reversed[1] IS NOT NULL THEN
        -- Whoever reversed the same transfer had these accounts before us: what they wrote is there by now.
        said := ledger_refused(of_ledger, NULL, reversed[1]);
        IF said IS NOT NULL THEN
            PERFORM ledger_move(of_ledger, accounts, balances, helds, expecteds, counts, -1);
            RETURN ledger_remember(of_ledger, by_key, said);
        END IF;
    END IF;
    FOR i IN 1 .. cardinality(ids) LOOP
        INSERT INTO transfer (
            id, territory_id, ledger_id, payer_id, payee_id, amount, reason, exchange_id, component,
            entered_by_id, entered_for_id, part_of_id, hold_id, reverses_id, created_at
        ) VALUES (
            ids[i], of_territory, of_ledger, payers[i], payees[i], amounts[i], reasons[i], exchanges[i],
            components[i], by_member, entered_for[i], parts_of[i],
            CASE WHEN i = 1 THEN by_hold END, reversed[i], at
        );
        payer := array_position(accounts, payers[i]);
        payee := array_position(accounts, payees[i]);
        moved.stands[payer] := moved.stands[payer] - amounts[i];
        moved.stands[payee] := moved.stands[payee] + amounts[i];
        moved.numbers[payer] := moved.numbers[payer] + 1;
        moved.numbers[payee] := moved.numbers[payee] + 1;
        INSERT INTO entry (account_id, number, territory_id, transfer_id, amount, balance_after) VALUES
            (payers[i], moved.numbers[payer], of_territory, ids[i], -amounts[i], moved.stands[payer]),
            (payees[i], moved.numbers[payee], of_territory, ids[i], amounts[i], moved.stands[payee]);
        INSERT INTO link_queue (transfer_id, ledger_id, territory_id)
        VALUES (ids[i], of_ledger, of_territory);
        IF memos[i] <> '' THEN
            INSERT INTO transfer_memo (transfer_id, text, territory_id)
            VALUES (ids[i], memos[i], of_territory);
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""

HOLD = """
CREATE FUNCTION ledger_hold(
    of_ledger uuid, of_territory uuid, at timestamptz, by_key text, by_digest text, refused text,
    accounts uuid[], balances bigint[], helds bigint[], expecteds bigint[], counts bigint[],
    new_id uuid, payer uuid, payee uuid, amount bigint, levies bigint, exchange uuid, expires timestamptz
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    said jsonb := ledger_claim(of_ledger, of_territory, at, by_key, by_digest, NULL, new_id);
BEGIN
    IF said IS NOT NULL THEN
        RETURN said;
    END IF;
    said := ledger_refused(of_ledger, refused, NULL);
    IF said IS NULL THEN
        said := (ledger_move(of_ledger, accounts, balances, helds, expecteds, counts, 1)).said;
    END IF;
    IF said IS NOT NULL THEN
        RETURN ledger_remember(of_ledger, by_key, said);
    END IF;
    INSERT INTO hold (
        id, territory_id, ledger_id, payer_id, payee_id, amount, levies, exchange_id, state, expires_at,
        created_at
    ) VALUES (
        new_id, of_territory, of_ledger, payer, payee, amount, levies, exchange, 'open', expires, at
    );
    RETURN NULL;
END $$
"""

FUNCTIONS = {
    "ledger_claim": CLAIM,
    "ledger_remember": REMEMBER,
    "ledger_refused": REFUSED,
    "ledger_move": MOVE,
    "ledger_post": POST,
    "ledger_hold": HOLD,
}


def upgrade() -> None:
    for table in GUARDED:
        _unguard(table)
    for table in dict.fromkeys(lock[0] for lock in LOCKS):
        with op.batch_alter_table(table) as batch:
            for _table, column, other in (lock for lock in LOCKS if lock[0] == table):
                batch.drop_constraint(batch.f(f"fk_{table}_{column}_{other}"), type_="foreignkey")
            if table == "transfer":
                batch.drop_index(batch.f("ix_transfer_exchange_id"))
                _create_partial_index(batch, "exchange_id")
                for column in FEW:
                    batch.drop_constraint(batch.f(f"uq_transfer_{column}"), type_="unique")
                    _create_partial_index(batch, column, unique=True)
    for table in GUARDED:
        _guard(table)
    if op.get_bind().dialect.name == "postgresql":
        for text in FUNCTIONS.values():
            op.execute(sa.text(text.replace(":", "\\:")))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in reversed(FUNCTIONS):
            op.execute(f"DROP FUNCTION {name}")
    for table in GUARDED:
        _unguard(table)
    for table in dict.fromkeys(lock[0] for lock in LOCKS):
        with op.batch_alter_table(table) as batch:
            for _table, column, other in (lock for lock in LOCKS if lock[0] == table):
                answer = (
                    {"deferrable": True, "initially": "DEFERRED"} if other in ("transfer", "hold") else {}
                )
                batch.create_foreign_key(
                    batch.f(f"fk_{table}_{column}_{other}"), other, [column], ["id"], **answer
                )
            if table == "transfer":
                _drop_partial_index(batch, "exchange_id")
                batch.create_index(batch.f("ix_transfer_exchange_id"), ["exchange_id"])
                for column in FEW:
                    _drop_partial_index(batch, column)
                    batch.create_unique_constraint(batch.f(f"uq_transfer_{column}"), [column])
    for table in GUARDED:
        _guard(table)


def _create_partial_index(batch: BatchOperations, column: str, *, unique: bool = False) -> None:
    where = sa.text(f"{column} IS NOT NULL")
    batch.create_index(
        batch.f(f"ix_transfer_{column}"),
        [column],
        unique=unique,
        sqlite_where=where,
        postgresql_where=where,
    )


def _drop_partial_index(batch: BatchOperations, column: str) -> None:
    batch.drop_index(batch.f(f"ix_transfer_{column}"))


def _guard(table: str) -> None:
    """Let the database refuse to change or delete what was written."""
    if op.get_bind().dialect.name == "sqlite":
        for move in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{move.lower()} BEFORE {move} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_immutable()"
    )


def _unguard(table: str) -> None:
    """SQLite makes a table anew to change it, which its guards would refuse."""
    if op.get_bind().dialect.name == "sqlite":
        for move in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{move}")
        return
    op.execute(f"DROP TRIGGER {table}_is_immutable ON {table}")
