"""Several payments at once: all or none, and who cannot pay is named before."""

import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.ledgers import services, several_payments
from app.ledgers.models import Transfer
from app.ledgers.several_payments import Share, Way, problems
from app.ledgers.verification import faults
from app.notifications.models import Notification
from app.territories.models import Territory
from app.testing import factories


@pytest.fixture
def plugins(app):
    return app.extensions["together_plugins"]


@pytest.fixture
def fund(village):
    factories.takes_part(village.session, village.subnetwork, village.members["Carl"], coordinates=True)
    found = services.community_account(village.session, village.ledger)
    village.session.commit()
    return found


def shares(village, **amounts):
    return [
        Share(
            member_id=village.members[name].id, name=name, amount=amount, account=village.accounts.get(name)
        )
        for name, amount in amounts.items()
    ]


def post(village, plugins, common, way, chosen, *, by="Carl", key="one"):
    made = several_payments.pay_several(
        village.session,
        plugins,
        ledger=village.ledger,
        common=common,
        way=way,
        shares=chosen,
        text="Bread workshop",
        by=village.members[by],
        key=key,
    )
    village.session.commit()
    return made


def test_participants_pay_the_community_and_it_is_entered_for_each(village, plugins, fund):
    made = post(village, plugins, fund, Way.FROM_EACH, shares(village, Ana=60, Bea=30))

    assert (village.balance("Ana"), village.balance("Bea"), fund.balance) == (-60, -30, 90)
    assert [one.entered_for_id for one in made] == [village.members[name].id for name in ("Ana", "Bea")]
    assert {one.entered_by_id for one in made} == {village.members["Carl"].id}
    told = village.session.scalars(sa.select(Notification.kind)).all()
    assert told == ["payment.entered", "payment.entered"]


def test_attendance_is_credited_by_the_community(village, plugins, fund):
    post(village, plugins, fund, Way.TO_EACH, shares(village, Ana=60, Bea=30))

    assert (village.balance("Ana"), village.balance("Bea"), fund.balance) == (60, 30, -90)
    assert faults(village.session, village.ledger.id) == []


def test_sent_twice_it_is_posted_and_told_once(village, plugins, fund):
    for _ in range(2):
        made = post(village, plugins, fund, Way.FROM_EACH, shares(village, Ana=60, Bea=30))

    assert len(made) == 2
    assert village.session.scalar(sa.select(sa.func.count()).select_from(Transfer)) == 2
    assert len(village.session.scalars(sa.select(Notification)).all()) == 2


def test_one_who_cannot_pay_is_named_and_nobody_pays(village, plugins, fund):
    chosen = shares(village, Ana=601, Bea=30, Carl=700)
    said = problems(village.session, village.ledger, fund, Way.FROM_EACH, chosen)

    with pytest.raises(Refusal):
        post(village, plugins, fund, Way.FROM_EACH, chosen)
    village.session.rollback()

    assert said == [
        "The account of Ana cannot go below −10 h.",
        "The account of Carl cannot go below −10 h.",
    ]
    assert village.session.scalars(sa.select(Transfer)).all() == []


def test_an_account_that_pays_more_than_it_has_is_named_too(village, plugins):
    chosen = shares(village, Bea=400, Carl=400)

    said = problems(village.session, village.ledger, village.accounts["Ana"], Way.TO_EACH, chosen)

    assert said == ["The account of Ana cannot go below −10 h."]


def test_a_new_member_s_account_opens_with_it(village, plugins, fund):
    territory = village.session.get_one(Territory, village.ledger.territory_id)
    village.members["Dina"] = factories.member(village.session, territory, first_name="Dina")
    village.session.commit()

    (made,) = post(village, plugins, fund, Way.TO_EACH, shares(village, Dina=60))

    account = services.account_of(village.session, village.ledger, village.members["Dina"].id)
    assert (made.payee_id, account.balance) == (account.id, village.ledger.welcome + 60)


def test_the_holder_of_an_account_pays_several_from_it(village, plugins):
    made = post(
        village, plugins, village.accounts["Ana"], Way.TO_EACH, shares(village, Bea=10, Carl=20), by="Ana"
    )

    assert [one.entered_for_id for one in made] == [None, None]
    assert village.balance("Ana") == -30


@pytest.mark.parametrize(
    ("way", "said"), [(Way.FROM_EACH, "Only a coordinator"), (Way.TO_EACH, "may not pay")]
)
def test_nobody_else_moves_what_is_not_theirs(village, plugins, way, said):
    with pytest.raises(Refusal, match=said):
        post(village, plugins, village.accounts["Bea"], way, shares(village, Carl=10), by="Ana")


def test_nobody_chosen_is_refused(village, plugins, fund):
    with pytest.raises(Refusal, match="at least one person"):
        post(village, plugins, fund, Way.TO_EACH, [])
