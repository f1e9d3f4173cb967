import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.ledgers import services
from app.ledgers.models import Account, Entry, IdempotencyKey, Transfer, TransferMemo


def test_a_transfer_moves_the_amount_and_writes_both_sides(village):
    moved = village.give("Ana", "Bea", 90, memo="Bread baked together")
    village.session.commit()

    entries = village.session.execute(
        sa.select(Entry.account_id, Entry.number, Entry.amount, Entry.balance_after).where(
            Entry.transfer_id == moved.id
        )
    ).all()
    assert (village.balance("Ana"), village.balance("Bea")) == (-90, 90)
    assert sorted(entries) == sorted(
        [(village.accounts["Ana"].id, 1, -90, -90), (village.accounts["Bea"].id, 1, 90, 90)]
    )
    assert village.session.scalars(sa.select(TransferMemo.text)).all() == ["Bread baked together"]


def test_entries_of_an_account_are_numbered_without_gaps(village):
    village.give("Ana", "Bea", 30, key="1")
    with pytest.raises(Refusal):
        village.give("Ana", "Bea", 1000, key="2")
    village.give("Bea", "Ana", 10, key="3")
    village.session.commit()

    rows = village.session.execute(
        sa.select(Entry.number, Entry.amount, Entry.balance_after)
        .where(Entry.account_id == village.accounts["Ana"].id)
        .order_by(Entry.number)
    ).all()
    assert rows == [(1, -30, -30), (2, 10, -20)]


@pytest.mark.parametrize(("payer", "payee"), [("Ana", "Bea"), ("Bea", "Ana")])
def test_a_transfer_below_the_floor_is_refused_and_leaves_nothing(village, payer, payee):
    with pytest.raises(Refusal, match=f"This would take {payer}'s account below −10 h"):
        village.give(payer, payee, 601)
    village.session.commit()

    assert village.balance("Ana") == village.balance("Bea") == 0
    assert village.session.scalars(sa.select(Account.entries_count)).all() == [0, 0, 0]
    assert village.session.scalars(sa.select(Transfer)).all() == []


def test_the_floor_itself_can_be_reached(village):
    village.give("Ana", "Bea", 600)

    assert village.balance("Ana") == -600


def test_who_has_given_much_is_asked_to_ask(village):
    village.give("Ana", "Bea", 600, key="1")
    village.give("Carl", "Bea", 600, key="2")
    services.set_own_limits(village.session, village.accounts["Carl"], floor=None, ceiling=None)

    with pytest.raises(Refusal, match="Bea has given much: it is time to ask for something"):
        village.give("Carl", "Bea", 1, key="3")
    assert (village.balance("Carl"), village.balance("Bea")) == (-600, 1200)


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [(0, "more than zero"), (-5, "more than zero"), (10**12 + 1, "too large")],
)
def test_amounts_have_bounds_at_both_ends(village, amount, sentence):
    with pytest.raises(Refusal, match=sentence):
        village.give("Ana", "Bea", amount)


def test_an_account_cannot_give_to_itself(village):
    with pytest.raises(Refusal, match="cannot give to itself"):
        village.give("Ana", "Ana", 5)


def test_accounts_of_another_ledger_are_refused(village):
    other = services.open_ledger(
        village.session,
        territory_id=village.ledger.territory_id,
        subnetwork_id=village.subnetwork.id,
        plugin="local_currency",
        name="Grains",
        unit="grains",
    )
    stranger = services.account_of(village.session, other, village.members["Bea"].id)

    with pytest.raises(Refusal, match="same ledger"):
        services.transfer(
            village.session,
            ledger=village.ledger,
            payer_id=village.accounts["Ana"].id,
            payee_id=stranger.id,
            amount=5,
            reason="exchange",
            key="x",
        )
    assert village.balance("Ana") == 0


def test_the_same_key_and_request_happens_once(village):
    first = village.give("Ana", "Bea", 90)
    village.session.commit()

    again = village.give("Ana", "Bea", 90)
    village.session.commit()

    assert again.id == first.id
    assert village.balance("Ana") == -90


def test_the_same_key_with_another_request_is_refused_and_the_first_answer_stays(village):
    first = village.give("Ana", "Bea", 90)
    village.session.commit()

    with pytest.raises(Refusal, match="another content"):
        village.give("Ana", "Bea", 91)
    village.session.commit()

    assert village.give("Ana", "Bea", 90).id == first.id
    assert village.balance("Ana") == -90


def test_a_refusal_is_remembered_when_it_was_committed(village):
    with pytest.raises(Refusal, match="below −10 h"), services.remembering(village.session):
        village.give("Ana", "Bea", 700)
    services.set_own_limits(village.session, village.accounts["Ana"], floor=None, ceiling=None)
    village.session.commit()

    with pytest.raises(Refusal, match="below −10 h"):
        village.give("Ana", "Bea", 700)
    assert village.give("Ana", "Bea", 700, key="another").amount == 700


def test_a_refusal_that_was_rolled_back_may_be_tried_again(village):
    with pytest.raises(Refusal):
        village.give("Ana", "Bea", 700)
    village.session.rollback()
    services.set_own_limits(village.session, village.accounts["Ana"], floor=-700, ceiling=None)

    assert village.give("Ana", "Bea", 700).amount == 700


def test_a_remembered_refusal_holds_no_name(village):
    with pytest.raises(Refusal), services.remembering(village.session):
        village.give("Ana", "Bea", 700)

    stored = village.session.scalars(sa.select(IdempotencyKey.refusal)).one()
    assert stored == {"code": "below_floor", "account": str(village.accounts["Ana"].id), "limit": -600}


def test_a_transfer_is_reversed_once_and_the_reversal_names_it(village):
    wrong = village.give("Ana", "Bea", 90)
    village.session.commit()

    back = services.reverse(village.session, wrong.id, key="back", memo="It was Carl")
    village.session.commit()

    assert (back.reverses_id, back.payer_id, back.payee_id) == (wrong.id, wrong.payee_id, wrong.payer_id)
    assert village.balance("Ana") == village.balance("Bea") == 0
    with pytest.raises(Refusal, match="already been reversed"):
        services.reverse(village.session, wrong.id, key="back again")
    village.session.commit()
    assert village.balance("Ana") == village.balance("Bea") == 0
    assert village.session.scalars(sa.select(Account.entries_count)).all().count(2) == 2


def test_a_reversal_is_not_reversed(village):
    wrong = village.give("Ana", "Bea", 90)
    back = services.reverse(village.session, wrong.id, key="back")

    with pytest.raises(Refusal, match="cannot be reversed"):
        services.reverse(village.session, back.id, key="forth")


def test_loaded_accounts_show_the_new_balance(village):
    ana = village.accounts["Ana"]
    assert ana.balance == 0

    village.give("Ana", "Bea", 90)

    assert ana.balance == -90


def test_a_refused_exchange_leaves_the_rest_of_the_transaction_alone(village):
    village.members["Ana"].about = "I bake"

    with pytest.raises(Refusal):
        village.give("Ana", "Bea", 9999)
    village.session.commit()

    village.session.refresh(village.members["Ana"])
    assert village.members["Ana"].about == "I bake"
