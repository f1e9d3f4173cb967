"""Second accounts, accounts of organisations, and those who may see or use them."""

import pytest
import sqlalchemy as sa

from app.ledgers import services
from app.ledgers.models import Account, AccountHolder, AccountKind, Right
from app.members.models import MemberStatus
from app.notifications.models import Notification
from app.testing import factories
from tests.ledgers.conftest import make_village


@pytest.fixture
def village(session):
    return make_village(session)


def enter(client, village, name):
    factories.sign_in(client, village.members[name].person)
    return client


def coordinator(village, name="Carl"):
    factories.takes_part(village.session, village.subnetwork, village.members[name], coordinates=True)
    village.session.commit()


def path(account, rest=""):
    return f"/t/bordeaux/accounts/{account.id}{rest}"


def holders(village, account):
    village.session.commit()
    village.session.expire_all()
    rows = village.session.scalars(sa.select(AccountHolder).where(AccountHolder.account_id == account.id))
    found = {holder.member_id: (holder.right, holder.most) for holder in rows}
    village.session.commit()
    return found


def told(village, name):
    rows = village.session.scalars(
        sa.select(Notification)
        .where(Notification.person_id == village.members[name].person_id)
        .order_by(Notification.created_at)
    )
    return [(row.kind, row.values.get("most")) for row in rows]


def second(village, name="Ana", called="Holiday club"):
    opened = services.open_account(
        village.session,
        village.ledger,
        kind=AccountKind.MEMBER,
        name=called,
        member_id=village.members[name].id,
    )
    village.session.commit()
    return opened


def test_a_second_account_opens_with_a_name_and_cannot_go_below_zero(client, village):
    enter(client, village, "Ana")

    answer = factories.post(
        client, "/t/bordeaux/accounts/open", ledger=str(village.ledger.id), name="  Holiday   club "
    )
    page = client.get("/t/bordeaux/accounts/").text

    made = village.session.scalars(sa.select(Account).where(Account.name != "")).one()
    assert answer.location.endswith(f"/accounts/{made.id}")
    assert (made.name, made.member_id, made.floor) == ("Holiday club", village.members["Ana"].id, 0)
    assert page.index("Hours of the valley</a>") < page.index("Holiday club</a>")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give it a name."),
        ("   ", "Give it a name."),
        ("x" * 61, "This is too long: at most 60 characters."),
        ("holiday CLUB", "You have an account of that name already."),
    ],
)
def test_a_name_that_cannot_be_gets_a_sentence(client, village, name, sentence):
    second(village)
    enter(client, village, "Ana")

    answer = factories.post(client, "/t/bordeaux/accounts/open", ledger=str(village.ledger.id), name=name)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert village.session.scalar(sa.select(sa.func.count()).select_from(Account)) == 4


def test_one_has_three_second_accounts_at_most_and_closed_ones_do_not_count(client, village):
    made = [second(village, called=f"Pot {number}") for number in range(3)]
    enter(client, village, "Ana")
    form = {"ledger": str(village.ledger.id), "name": "One more"}

    refused = factories.post(client, "/t/bordeaux/accounts/open", **form)
    factories.post(client, path(made[0], "/close"))
    taken = factories.post(client, "/t/bordeaux/accounts/open", **form)

    assert "That is as many accounts as one can have here." in refused.text
    assert taken.status_code == 302


def test_the_ledger_of_strangers_cannot_be_chosen(client, village):
    enter(client, village, "Ana")

    answer = factories.post(
        client, "/t/bordeaux/accounts/open", ledger="01900000-0000-7000-8000-000000000000", name="Mine"
    )

    assert answer.status_code == 422
    assert village.session.scalar(sa.select(sa.func.count()).select_from(Account)) == 3


def test_the_owner_lets_somebody_pay_up_to_an_amount_changes_it_and_takes_it_back(client, village):
    club, bea = second(village), village.members["Bea"].id
    page, back = path(club, "/holders"), path(club, f"/holders/{bea}/take-back")
    enter(client, village, "Ana")

    factories.post(client, page, member=str(bea), right="pay_up_to", most="1 h 30")
    first = holders(village, club)
    factories.post(client, page, member=str(bea), right="see", most="")
    then = holders(village, club)
    factories.post(client, page, member=str(bea), right="see", most="")
    factories.post(client, back)
    at_last = holders(village, club)

    assert first == {bea: (Right.PAY_UP_TO, 90)}
    assert then == {bea: (Right.SEE, None)}
    assert at_last == {}
    assert told(village, "Bea") == [
        ("account.may_pay_up_to", "1 h 30"),
        ("account.may_see", None),
        ("account.right_taken", None),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"member": "", "right": "see"}, "Choose somebody."),
        ({"member": "Bea", "right": ""}, "Say what they may do."),
        ({"member": "Bea", "right": "own"}, "Not a valid choice."),
        (
            {"member": "Bea", "right": "pay_up_to", "most": ""},
            "Write the largest payment that they may make.",
        ),
        ({"member": "Bea", "right": "pay_up_to", "most": "1e9"}, "Write a time such as 1 h 30 or 45 min."),
    ],
)
def test_a_right_that_cannot_be_gets_a_sentence(client, village, typed, sentence):
    club = second(village)
    enter(client, village, "Ana")
    typed = typed | {"member": str(village.members["Bea"].id) if typed["member"] else ""}

    answer = factories.post(client, path(club, "/holders"), **typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert holders(village, club) == {}


def test_who_may_see_sees_the_statement_and_changes_nothing(client, village):
    club = second(village)
    services.give_right(village.session, club, village.members["Bea"].id, right=Right.SEE)
    village.session.commit()
    enter(client, village, "Bea")

    mine = client.get("/t/bordeaux/accounts/").text
    statement = client.get(path(club)).text

    assert "Entrusted to me" in mine
    assert "Holiday club (Ana)" in mine
    assert "You may see this account." in mine
    assert "<h1>Holiday club (Ana)</h1>" in statement
    assert "Let somebody else see or use it" not in statement
    assert client.get(path(club, "/holders")).status_code == 404
    assert factories.post(client, path(club, "/close")).status_code == 404
    assert client.get(path(village.accounts["Ana"])).status_code == 404


def test_a_right_for_a_member_of_another_territory_is_refused(client, village):
    club = second(village)
    stranger = factories.member(village.session, factories.territory(village.session, "lyon"))
    village.session.commit()
    enter(client, village, "Ana")

    answer = factories.post(client, path(club, "/holders"), member=str(stranger.id), right="pay")

    assert answer.status_code == 422
    assert holders(village, club) == {}


def test_the_usual_account_stays_and_a_full_one_cannot_be_closed(client, village):
    club = second(village)
    services.transfer(
        village.session,
        ledger=village.ledger,
        payer_id=village.accounts["Bea"].id,
        payee_id=club.id,
        amount=30,
        reason="payment",
        key="one",
    )
    village.session.commit()
    enter(client, village, "Ana")

    usual = factories.post(client, path(village.accounts["Ana"], "/close"))
    told_usual = client.get(usual.location).text
    full = factories.post(client, path(club, "/close"))
    told_full = client.get(full.location).text
    village.session.expire_all()

    assert "This is the usual account here: it stays open." in told_usual
    assert "An account is closed when nothing is on it any more" in told_full
    assert (village.accounts["Ana"].closed_at, club.closed_at) == (None, None)


def test_a_closed_account_is_folded_away_and_keeps_its_history(client, village):
    club = second(village)
    enter(client, village, "Ana")

    factories.post(client, path(club, "/close"))
    mine = client.get("/t/bordeaux/accounts/").text

    assert mine.index("One closed account") < mine.index("Holiday club")
    assert "This account was closed on" in client.get(path(club)).text


def test_a_coordinator_opens_the_account_of_an_organisation_and_entrusts_it(client, village):
    coordinator(village)
    enter(client, village, "Carl")
    bea = village.members["Bea"]
    page = f"/t/bordeaux/ledgers/{village.ledger.id}/open"

    factories.post(client, page, kind="organisation", name="Bakery Dupain", member=str(bea.id))
    again = factories.post(client, page, kind="organisation", name="bakery dupain", member="")
    factories.post(client, page, kind="subnetwork", name="The kitty", member="")

    bakery = village.session.scalars(sa.select(Account).where(Account.name == "Bakery Dupain")).one()
    kitty = village.session.scalars(sa.select(Account).where(Account.name == "The kitty")).one()
    assert (bakery.kind, bakery.floor, kitty.subnetwork_id) == ("organisation", -600, village.subnetwork.id)
    assert holders(village, bakery) == {bea.id: (Right.PAY, None)}
    assert told(village, "Bea") == [("account.may_pay", None)]
    assert "There is an account of that name already." in again.text


def test_names_of_organisations_and_former_members_stand_on_statements(client, village):
    bakery = services.open_account(
        village.session, village.ledger, kind=AccountKind.ORGANISATION, name="Bakery Dupain"
    )
    village.accounts["Bakery"] = bakery
    village.give("Ana", "Bakery", 30, key="1")
    village.give("Carl", "Ana", 45, key="2")
    village.members["Carl"].status = MemberStatus.LEFT
    village.session.commit()

    page = enter(client, village, "Ana").get(path(village.accounts["Ana"])).text

    assert "To Bakery Dupain" in page
    assert "From Carl (former member)" in page
