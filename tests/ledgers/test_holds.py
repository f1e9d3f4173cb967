from datetime import timedelta

import pytest

from app import clock
from app.errors import Refusal
from app.ledgers import services
from app.ledgers.models import HoldState


def test_a_hold_counts_against_the_floor(village):
    village.hold("Ana", "Bea", 500)

    with pytest.raises(Refusal, match="below −10 h"):
        village.give("Ana", "Carl", 101)
    village.give("Ana", "Carl", 100, key="two")
    assert (village.balance("Ana"), village.held("Ana")) == (-100, 500)


def test_a_hold_beyond_the_floor_is_refused_and_leaves_nothing(village):
    with pytest.raises(Refusal, match="Ana can give something first"):
        village.hold("Ana", "Bea", 601)
    village.session.commit()

    assert village.held("Ana") == 0
    assert village.accounts["Bea"].expected == 0


def test_what_is_promised_counts_against_the_ceiling_of_who_will_receive_it(village):
    village.hold("Ana", "Bea", 600, key="1")
    village.hold("Carl", "Bea", 600, key="2")
    services.set_own_limits(village.session, village.accounts["Carl"], floor=None, ceiling=None)

    with pytest.raises(Refusal, match="Bea has given much"):
        village.hold("Carl", "Bea", 1, key="3")


def test_posting_a_hold_moves_what_was_set_aside(village):
    hold = village.hold("Ana", "Bea", 90)

    moved = services.post_hold(village.session, hold.id, key="post", memo="Bread")
    village.session.commit()

    assert (moved.hold_id, moved.amount, moved.reason) == (hold.id, 90, "exchange")
    assert (village.balance("Ana"), village.held("Ana"), village.balance("Bea")) == (-90, 0, 90)
    assert village.accounts["Bea"].expected == 0
    assert hold.state == HoldState.POSTED


@pytest.mark.parametrize("amount", [60, 120])
def test_another_amount_than_was_set_aside_may_be_posted(village, amount):
    hold = village.hold("Ana", "Bea", 90)

    services.post_hold(village.session, hold.id, key="post", amount=amount)

    assert (village.balance("Ana"), village.held("Ana"), village.balance("Bea")) == (-amount, 0, amount)


def test_a_larger_amount_that_passes_a_limit_leaves_the_hold_open(village):
    hold = village.hold("Ana", "Bea", 90)

    with pytest.raises(Refusal, match="below −10 h"):
        services.post_hold(village.session, hold.id, key="post", amount=601)
    village.session.commit()

    village.session.refresh(hold)
    assert hold.state == HoldState.OPEN
    assert (village.balance("Ana"), village.held("Ana")) == (0, 90)


def test_a_hold_is_posted_once(village):
    hold = village.hold("Ana", "Bea", 90)
    first = services.post_hold(village.session, hold.id, key="post")
    village.session.commit()

    assert services.post_hold(village.session, hold.id, key="post").id == first.id
    with pytest.raises(Refusal, match="already been given or released"):
        services.post_hold(village.session, hold.id, key="post again")
    with pytest.raises(Refusal, match="already been given or released"):
        services.void_hold(village.session, hold.id)
    village.session.commit()

    assert (village.balance("Ana"), village.held("Ana"), village.balance("Bea")) == (-90, 0, 90)


def test_a_voided_hold_gives_back_once_and_cannot_be_posted(village):
    hold = village.hold("Ana", "Bea", 90)
    village.hold("Ana", "Carl", 30, key="other")

    services.void_hold(village.session, hold.id)
    services.void_hold(village.session, hold.id)
    village.session.commit()

    assert (village.held("Ana"), village.accounts["Bea"].expected) == (30, 0)
    assert hold.state == HoldState.VOIDED
    with pytest.raises(Refusal, match="already been given or released"):
        services.post_hold(village.session, hold.id, key="post")


def test_the_same_key_sets_aside_once(village):
    first = village.hold("Ana", "Bea", 90)
    village.session.commit()

    assert village.hold("Ana", "Bea", 90).id == first.id
    with pytest.raises(Refusal, match="another content"):
        village.hold("Ana", "Bea", 91)
    assert village.held("Ana") == 90


def test_holds_past_their_day_expire_and_others_stay(village):
    late = village.hold("Ana", "Bea", 90, key="1", expires_at=clock.now() - timedelta(seconds=1))
    later = village.hold("Ana", "Carl", 40, key="2", expires_at=clock.now() + timedelta(hours=1))
    endless = village.hold("Bea", "Ana", 10, key="3")
    village.session.commit()

    expired = services.expire_holds(village.session), services.expire_holds(village.session)
    village.session.commit()

    states = []
    for hold in (late, later, endless):
        village.session.refresh(hold)
        states.append(hold.state)
    assert expired == (1, 0)
    assert states == [HoldState.EXPIRED, HoldState.OPEN, HoldState.OPEN]
    assert (village.held("Ana"), village.held("Bea"), village.accounts["Ana"].expected) == (40, 10, 10)
    with pytest.raises(Refusal, match="already been given or released"):
        services.post_hold(village.session, late.id, key="post")


@pytest.mark.parametrize("ending", ["voided", "expired"])
def test_what_was_set_aside_for_levies_is_given_back_with_the_hold(village, ending):
    commons = services.community_account(village.session, village.ledger, "Commons")
    services.set_levy(village.session, village.ledger, name="Commons", account=commons, rate=1000, fixed=1)
    hold = village.hold("Ana", "Bea", 90, expires_at=clock.now() - timedelta(days=1))
    set_aside = village.held("Ana")

    if ending == "voided":
        services.void_hold(village.session, hold.id)
    else:
        services.expire_holds(village.session)

    assert set_aside == 100  # 90, a tenth of it, and 1
    assert village.held("Ana") == 0
