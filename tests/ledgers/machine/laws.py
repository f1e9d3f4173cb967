"""The invariants L1 to L11 of a ledger, each read from the tables on its own."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.ledgers.chain import LINK
from app.ledgers.models import HoldState
from app.ledgers.statements import ACCOUNT, ENTRY, HOLD, KEY, TRANSFER
from tests.ledgers.machine.model import Model
from tests.ledgers.machine.requests import Place

ACCOUNTS = sa.select(
    ACCOUNT.c.id,
    ACCOUNT.c.balance,
    ACCOUNT.c.held,
    ACCOUNT.c.expected,
    ACCOUNT.c.floor,
    ACCOUNT.c.ceiling,
    ACCOUNT.c.warn_floor,
    ACCOUNT.c.warn_ceiling,
    ACCOUNT.c.entries_count,
    ACCOUNT.c.closed_at,
).where(ACCOUNT.c.ledger_id == sa.bindparam("ledger"))
TRANSFERS = sa.select(TRANSFER).where(TRANSFER.c.ledger_id == sa.bindparam("ledger"))
ENTRIES = (
    sa.select(ENTRY)
    .join(TRANSFER, TRANSFER.c.id == ENTRY.c.transfer_id)
    .where(TRANSFER.c.ledger_id == sa.bindparam("ledger"))
    .order_by(ENTRY.c.account_id, ENTRY.c.number)
)
LAST_TRANSFER = (
    sa.select(TRANSFER.c.id)
    .where(TRANSFER.c.ledger_id == sa.bindparam("ledger"))
    .order_by(TRANSFER.c.id.desc())
    .limit(1)
)
HOLDS = sa.select(HOLD).where(HOLD.c.ledger_id == sa.bindparam("ledger"))
KEYS = sa.select(KEY).where(KEY.c.scope == sa.bindparam("scope"))
LINKS = sa.select(LINK).where(LINK.c.ledger_id == sa.bindparam("ledger")).order_by(LINK.c.number)


@dataclass
class Tables:
    """All rows of a ledger."""

    accounts: dict[UUID, Any]
    transfers: dict[UUID, Any]
    entries: dict[tuple[UUID, int], Any]
    holds: dict[UUID, Any]
    keys: dict[str, Any]
    links: dict[int, Any]


def read(session: Session, ledger_id: UUID) -> Tables:
    connection, here = session.connection(), {"ledger": ledger_id}
    return Tables(
        accounts={row.id: row for row in connection.execute(ACCOUNTS, here)},
        transfers={row.id: row for row in connection.execute(TRANSFERS, here)},
        entries={(row.account_id, row.number): row for row in connection.execute(ENTRIES, here)},
        holds={row.id: row for row in connection.execute(HOLDS, here)},
        keys={row.key: row for row in connection.execute(KEYS, {"scope": f"ledger:{ledger_id}"})},
        links={row.number: row for row in connection.execute(LINKS, here)},
    )


def sides_are_equal(now: Tables) -> None:  # L1
    sides = defaultdict(list)
    for entry in now.entries.values():
        sides[entry.transfer_id].append((entry.account_id, entry.amount))
    expected = {
        one.id: sorted([(one.payer_id, -one.amount), (one.payee_id, one.amount)])
        for one in now.transfers.values()
    }
    assert {transfer_id: sorted(both) for transfer_id, both in sides.items()} == expected


def balances_are_their_entries(now: Tables) -> None:  # L2
    sums: dict[UUID, int] = dict.fromkeys(now.accounts, 0)
    for entry in now.entries.values():
        sums[entry.account_id] += entry.amount
    assert {row.id: row.balance for row in now.accounts.values()} == sums


def limits_hold_and_running_balances_add_up(now: Tables) -> None:  # L3
    running: dict[UUID, int] = dict.fromkeys(now.accounts, 0)
    for entry in now.entries.values():
        running[entry.account_id] += entry.amount
        assert entry.balance_after == running[entry.account_id]
    for row in now.accounts.values():
        assert row.floor is None or row.balance - row.held >= row.floor
        assert row.ceiling is None or row.balance + row.expected <= row.ceiling


def all_balances_sum_to_zero(now: Tables) -> None:  # L4
    assert sum(row.balance for row in now.accounts.values()) == 0


def nothing_written_changes(before: Tables, now: Tables) -> None:  # L5
    assert {one: now.transfers.get(one) for one in before.transfers} == before.transfers
    assert {one: now.entries.get(one) for one in before.entries} == before.entries
    assert {one: now.links.get(one) for one in before.links} == before.links
    undone = [one.reverses_id for one in now.transfers.values() if one.reverses_id is not None]
    assert len(undone) == len(set(undone))


def keys_keep_their_answers(now: Tables, model: Model) -> None:  # L6
    found = {
        key: (row.transfer_id or row.hold_id, row.refusal["code"] if row.refusal else None)
        for key, row in now.keys.items()
        if not key.startswith("welcome:")
    }
    assert found == {key: (answer.made, answer.code) for key, (_, answer) in model.answers.items()}


def holds_are_closed_once(before: Tables, now: Tables) -> None:  # L7
    held: dict[UUID, int] = dict.fromkeys(now.accounts, 0)
    expected: dict[UUID, int] = dict.fromkeys(now.accounts, 0)
    for hold in now.holds.values():
        if hold.state == HoldState.OPEN:
            held[hold.payer_id] += hold.amount + hold.levies
            expected[hold.payee_id] += hold.amount
    assert {row.id: (row.held, row.expected) for row in now.accounts.values()} == {
        one: (held[one], expected[one]) for one in now.accounts
    }
    for hold in before.holds.values():
        assert hold.state == HoldState.OPEN or now.holds[hold.id] == hold
    posted = {one.hold_id for one in now.transfers.values() if one.hold_id is not None}
    assert posted == {hold.id for hold in now.holds.values() if hold.state == HoldState.POSTED}


def the_chain_is_in_posting_order(now: Tables) -> None:  # L9
    assert list(now.links) == list(range(1, len(now.links) + 1))
    linked = [link.transfer_id for link in now.links.values()]
    place = {transfer_id: number for number, transfer_id in enumerate(linked)}
    assert len(place) == len(linked)
    former: dict[UUID, int] = {}
    for (account_id, _), entry in now.entries.items():
        if entry.transfer_id in place:
            assert former.get(account_id, -1) < place[entry.transfer_id]
            former[account_id] = place[entry.transfer_id]
        else:
            former[account_id] = len(linked)  # nothing after one that waits has its place


def every_transfer_has_its_place(now: Tables) -> None:  # L9
    assert {link.transfer_id for link in now.links.values()} == now.transfers.keys()


def entries_are_numbered_without_gaps(now: Tables) -> None:  # L10
    numbers = defaultdict(list)
    for account_id, number in now.entries:
        numbers[account_id].append(number)
    for row in now.accounts.values():
        assert numbers[row.id] == list(range(1, row.entries_count + 1))


def amounts_are_integers(now: Tables) -> None:  # L11
    numbers = [number for row in now.accounts.values() for number in row[1:9]]
    numbers += [one.amount for one in now.transfers.values()]
    numbers += [number for one in now.entries.values() for number in (one.amount, one.balance_after)]
    numbers += [number for hold in now.holds.values() for number in (hold.amount, hold.levies)]
    assert {type(number) for number in numbers} <= {int, type(None)}
    assert all(number is None or -(2**63) <= number < 2**63 for number in numbers)


def the_model_agrees(now: Tables, model: Model, place: Place) -> None:
    """Every lost or doubled effect shows here, whatever the sums say."""
    assert {
        one: (row.balance, row.held, row.expected, row.floor, row.ceiling, row.warn_floor, row.warn_ceiling,
              row.closed_at is not None)
        for one, row in now.accounts.items()
    } == {
        place.accounts[name]: (known.balance, known.held, known.expected, known.floor, known.ceiling,
                               known.warn_floor, known.warn_ceiling, known.closed)
        for name, known in model.accounts.items()
    }  # fmt: skip
    assert {one: hold.state for one, hold in now.holds.items()} == {
        one: promise.state for one, promise in model.holds.items()
    }
    assert {
        one: (place.name(row.payer_id), place.name(row.payee_id), row.amount, row.reason, row.reverses_id,
              row.hold_id, row.part_of_id or row.id)
        for one, row in now.transfers.items()
    } == {
        one: (*moved.leg, moved.reverses, moved.hold, moved.first)
        for one, moved in model.transfers.items()
    }  # fmt: skip


def check(before: Tables, now: Tables, model: Model, place: Place) -> None:
    """Hold the tables against every law, each on its own."""
    sides_are_equal(now)
    balances_are_their_entries(now)
    limits_hold_and_running_balances_add_up(now)
    all_balances_sum_to_zero(now)
    nothing_written_changes(before, now)
    keys_keep_their_answers(now, model)
    holds_are_closed_once(before, now)
    the_chain_is_in_posting_order(now)
    entries_are_numbered_without_gaps(now)
    amounts_are_integers(now)
    the_model_agrees(now, model, place)
