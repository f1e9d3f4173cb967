"""A plain payment on PostgreSQL: one transfer alone costs a fifth less than a set of one."""

import sqlalchemy as sa
from alembic import op

revision = "core_0010"
down_revision = "core_0009"
branch_labels = None
depends_on = None

# Most of what is posted is one transfer without a levy, a hold or anything to take back: no arrays, no loops.
# When a limit says no, the functions for sets find out which and why.
PAY = """
CREATE FUNCTION ledger_pay(
    of_ledger uuid, of_territory uuid, at timestamptz, by_key text, by_digest text,
    new_id uuid, payer uuid, payee uuid, paid bigint, what_for text, memo text,
    exchange uuid, for_component text, by_member uuid, for_member uuid
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    is_upward boolean := payer < payee;
    first uuid := CASE WHEN is_upward THEN payer ELSE payee END;  -- accounts are locked in ascending id
    last uuid := CASE WHEN is_upward THEN payee ELSE payer END;
    change bigint := CASE WHEN is_upward THEN -paid ELSE paid END;
    first_stand bigint;
    first_number bigint;
    last_stand bigint;
    last_number bigint;
    moved record;
    said jsonb;
BEGIN
    INSERT INTO idempotency_key (scope, key, territory_id, request_digest, transfer_id, created_at)
    VALUES ('ledger:' || of_ledger, by_key, of_territory, by_digest, new_id, at)
    ON CONFLICT DO NOTHING;  -- waits for whoever claims the same key at this moment
    IF NOT FOUND THEN
        RETURN ledger_claim(of_ledger, of_territory, at, by_key, by_digest, new_id, NULL);
    END IF;
    UPDATE account AS a SET balance = a.balance + change, entries_count = a.entries_count + 1
    WHERE a.id = first AND a.ledger_id = of_ledger AND a.closed_at IS NULL
        AND (a.floor IS NULL OR a.balance + change - a.held >= a.floor)
        AND (a.ceiling IS NULL OR a.balance + change + a.expected <= a.ceiling)
        AND NOT EXISTS (SELECT FROM ledger AS l WHERE l.id = of_ledger AND l.stopped_at IS NOT NULL)
    RETURNING a.balance, a.entries_count INTO first_stand, first_number;
    IF FOUND THEN
        UPDATE account AS a SET balance = a.balance - change, entries_count = a.entries_count + 1
        WHERE a.id = last AND a.ledger_id = of_ledger AND a.closed_at IS NULL
            AND (a.floor IS NULL OR a.balance - change - a.held >= a.floor)
            AND (a.ceiling IS NULL OR a.balance - change + a.expected <= a.ceiling)
        RETURNING a.balance, a.entries_count INTO last_stand, last_number;
        IF NOT FOUND THEN
            UPDATE account AS a SET balance = a.balance - change, entries_count = a.entries_count - 1
            WHERE a.id = first;
        END IF;
    END IF;
    IF last_number IS NULL THEN
        said := ledger_refused(of_ledger, NULL, NULL);
        IF said IS NULL THEN
            moved := ledger_move(
                of_ledger, ARRAY[first, last], ARRAY[change, -change], '{0, 0}', '{0, 0}', '{1, 1}', 1
            );
            said := moved.said;
        END IF;
        IF said IS NOT NULL THEN
            RETURN ledger_remember(of_ledger, by_key, said);
        END IF;
        first_stand := moved.stands[1] + change;  -- somebody made room for it in between
        first_number := moved.numbers[1] + 1;
        last_stand := moved.stands[2] - change;
        last_number := moved.numbers[2] + 1;
    END IF;
    INSERT INTO transfer (
        id, territory_id, ledger_id, payer_id, payee_id, amount, reason, exchange_id, component,
        entered_by_id, entered_for_id, created_at
    ) VALUES (
        new_id, of_territory, of_ledger, payer, payee, paid, what_for, exchange, for_component,
        by_member, for_member, at
    );
    INSERT INTO entry (account_id, number, territory_id, transfer_id, amount, balance_after) VALUES
        (first, first_number, of_territory, new_id, change, first_stand),
        (last, last_number, of_territory, new_id, -change, last_stand);
    INSERT INTO link_queue (transfer_id, ledger_id, territory_id) VALUES (new_id, of_ledger, of_territory);
    IF memo <> '' THEN
        INSERT INTO transfer_memo (transfer_id, text, territory_id) VALUES (new_id, memo, of_territory);
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(PAY.replace(":", "\\:")))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_pay")
