"""A key is good for ever for what came with it first: the same again is that row, all else is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.ledgers.models import Account, Transfer
from plugins.local_currency import issuing, notes, reconversion
from plugins.local_currency.desk_models import Means
from plugins.local_currency.notes_models import NoteMove, NoteOperation, NoteSeries, NoteStock
from plugins.local_currency.programme_models import Reconversion
from tests.plugins.local_currency.counter import IBAN, Counter
from tests.plugins.local_currency.test_notes import Printed

OTHER = "already sent with another content"
OTHER_IBAN = "DE89370400440532013000"
"""Another example of the standard."""


@pytest.fixture
def printed(village) -> Printed:
    made = Printed(village)
    made.issue(made.nour, 50_000)
    made.carry(20, 10)
    made.hand_out(8, 2)
    made.session.commit()
    return made


def written(made: Any) -> tuple[Any, ...]:
    """What stands in the books, to the last row."""
    made.session.commit()
    counted = (NoteOperation, NoteSeries, Transfer, Reconversion)
    rows = [made.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in counted]
    stock = sa.select(NoteStock.place_id, NoteStock.series_id, NoteStock.quantity)
    return *rows, sorted(tuple(row) for row in made.session.execute(stock))


def refuses(made: Any, *asked: Callable[[], Any]) -> None:
    """See every one of these refused, and nothing written."""
    before = written(made)

    for one in asked:
        with pytest.raises(Refusal, match=OTHER):
            one()
        assert written(made) == before


def move(printed: Printed, quantities: dict[Any, int], **more: Any) -> NoteOperation:
    places = {"from_place": printed.safe, "to_place": printed.desk} | more
    return notes.move(printed.session, printed.network, quantities, **places, key="carry", by=printed.ana)


def test_notes_are_moved_again_only_as_they_were(printed):
    fives, tens = printed.fives.id, printed.tens.id
    first = move(printed, {fives: 20, tens: 10})
    before = written(printed)

    assert move(printed, {tens: 10, fives: 20}).id == first.id
    assert written(printed) == before
    refuses(
        printed,
        lambda: move(printed, {fives: 21, tens: 10}),
        lambda: move(printed, {fives: 20}),
        lambda: move(printed, {fives: 10, tens: 20}),
        lambda: move(printed, {}),
        lambda: move(printed, {fives: 20, tens: 10}, from_place=printed.desk, to_place=printed.safe),
    )


def test_notes_are_handed_out_again_only_as_they_were_and_to_whom(printed):
    first = printed.hand_out(8, 2)

    def hand_out(**more: Any) -> NoteOperation:
        asked = {"place": printed.desk, "account": printed.account(printed.nour)} | more
        quantities = {printed.fives.id: 8, printed.tens.id: 2}
        return notes.hand_out(
            printed.session, printed.network, printed.ledger, quantities, **asked, key="out", by=printed.ana
        )

    assert hand_out().id == first.id
    refuses(
        printed,
        lambda: printed.hand_out(8, 3),
        lambda: hand_out(place=printed.safe),
        lambda: hand_out(account=printed.account(printed.ana)),
        lambda: printed.carry(8, 2, key="out"),
        lambda: printed.take_back(8, key="out"),
    )


def test_notes_come_back_again_only_as_they_did_even_when_fewer_are_out_by_now(printed):
    first = printed.take_back(5)
    before = written(printed)

    assert printed.take_back(5).id == first.id
    assert written(printed) == before
    refuses(printed, lambda: printed.take_back(4), lambda: printed.take_back(0))


def test_notes_are_destroyed_and_lost_again_only_as_they_were(printed):
    def gone(kind: NoteMove, fives: int) -> NoteOperation:
        quantities, asked = {printed.fives.id: fives}, {"place": printed.safe, "memo": "torn"}
        return notes.take_out(
            printed.session, printed.network, kind, quantities, **asked, key="gone", by=printed.ana
        )

    first = gone(NoteMove.DESTROYED, 3)

    assert gone(NoteMove.DESTROYED, 3).id == first.id
    refuses(printed, lambda: gone(NoteMove.LOST, 3), lambda: gone(NoteMove.DESTROYED, 4))


def test_a_count_is_entered_again_only_as_it_was(printed):
    def count(fives: int, **more: Any) -> NoteOperation | None:
        counted, seen = {printed.fives.id: fives}, {printed.fives.id: 80}
        asked = {"place": printed.safe, "seen": seen, "memo": "stuck together"} | more
        return notes.count(printed.session, printed.network, counted, **asked, key="count", by=printed.ana)

    first = count(78)
    before = written(printed)
    again = count(78)

    assert first is not None
    assert again is first
    assert written(printed) == before
    refuses(
        printed,
        lambda: count(77),
        lambda: count(80),
        lambda: count(78, place=printed.desk),
        lambda: printed.carry(2, 0, key="count"),
    )


def test_a_key_undoes_the_movement_that_it_undid(printed):
    def undo(one: NoteOperation) -> NoteOperation:
        return notes.undo(printed.session, printed.network, one, why="mistake", key="undo", by=printed.ana)

    handed, other = printed.hand_out(8, 2), printed.hand_out(1, 0, key="out 2")
    first = undo(handed)
    before = written(printed)

    assert undo(handed).id == first.id
    assert written(printed) == before
    refuses(printed, lambda: undo(other), lambda: printed.take_back(8, key="undo"))


def test_a_series_is_entered_again_only_as_it_was(printed):
    def series(**more: Any) -> NoteSeries:
        asked = {"name": "B", "value": 2000, "first_number": 1, "last_number": 50, "place": printed.safe}
        asked |= {"printed_on": date(2026, 3, 1)} | more
        return notes.add_series(printed.session, printed.network, **asked, key="b", by=printed.ana)

    first = series()
    before = written(printed)

    assert series().id == first.id
    assert written(printed) == before
    refuses(
        printed,
        lambda: series(name="C"),
        lambda: series(value=5000),
        lambda: series(first_number=2),
        lambda: series(last_number=60),
        lambda: series(first_number=51, last_number=100),
        lambda: series(printed_on=date(2026, 3, 2)),
        lambda: series(place=printed.desk),
        lambda: printed.carry(1, 0, key="b"),
    )


def test_a_request_is_made_again_only_as_it_was_also_after_it_was_decided(village):
    counter = Counter(village)
    bakery, grocery = counter.shop(), counter.shop("Grocery")

    def ask(organisation=bakery, *, amount: int = 100, means: str = Means.TRANSFER, iban: str = IBAN):
        asked = {"amount": amount, "means": means, "iban": iban, "key": "ask", "by": counter.nour}
        return reconversion.ask(counter.session, counter.network, organisation, **asked)

    issuing.issue(
        counter.session,
        counter.network,
        counter.session.get_one(Account, bakery.account_id),
        amount=1000,
        means=Means.TRANSFER,
        memo="",
        key="filled",
        by=counter.ana,
    )
    first = ask()

    assert ask(iban=" fr14 2004 1010 0505 0001 3M02 606").id == first.id
    refuses(
        counter,
        lambda: ask(grocery),
        lambda: ask(amount=101),
        lambda: ask(means=Means.CASH),
        lambda: ask(iban=OTHER_IBAN),
    )
    reconversion.withdraw(counter.session, counter.network, first, by=counter.nour)

    assert ask().id == first.id
    refuses(counter, lambda: ask(amount=101))
