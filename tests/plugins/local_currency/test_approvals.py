"""Organisations: they ask, a committee decides, approved ones have an account."""

import pytest

from app.errors import Refusal
from app.ledgers import services as ledgers
from app.ledgers.models import Account, AccountKind
from app.ledgers.queries import may_pay
from app.notifications.models import Notification
from app.testing import factories
from plugins.local_currency import approvals, owners
from plugins.local_currency.approvals import Words
from plugins.local_currency.models import Organisation, OrganisationKind, OrganisationState
from tests.plugins.local_currency.counter import Counter


@pytest.fixture
def counter(village) -> Counter:
    return Counter(village)


def ask(counter: Counter, name: str = "Bakery", **words: object) -> Organisation:
    made = approvals.apply(
        counter.session,
        counter.network,
        kind=OrganisationKind.PROFESSIONAL,
        name=name,
        words=Words(activity="Bread", **words),
        member=counter.nour,
    )
    counter.session.commit()
    return made


def vote(counter: Counter, made: Organisation, yes: bool, by: object, reason: str = "") -> None:
    approvals.vote(counter.session, counter.network, made, yes=yes, reason=reason, by=by)
    counter.session.commit()


def told(counter: Counter, kind: str) -> list[object]:
    return [
        one.person_id for one in counter.session.query(Notification).filter_by(kind=f"local_currency.{kind}")
    ]


def test_a_yes_gives_an_account_that_the_asker_may_use(counter: Counter) -> None:
    made = ask(counter, siret="732 829 320 00074")
    vote(counter, made, True, counter.ana)
    account = counter.session.get_one(Account, made.account_id)

    assert (made.state, made.siret) == (OrganisationState.APPROVED, "73282932000074")
    assert (account.kind, account.name, account.floor) == (AccountKind.ORGANISATION, "Bakery", 0)
    assert may_pay(counter.session, account, counter.nour.id, 10**9)
    assert told(counter, "organisation_asked") == [counter.ana.person_id]
    assert told(counter, "organisation_approved") == [counter.nour.person_id]


def test_two_yeses_are_needed_where_the_settings_say_so(village) -> None:
    counter = Counter(village, committee_yeses=2)
    max_ = factories.member(counter.session, counter.territory, first_name="Max")
    factories.takes_part(counter.session, counter.network, max_, coordinates=True)
    made = ask(counter)
    vote(counter, made, True, counter.ana)
    vote(counter, made, True, counter.ana)
    after_one = made.state
    vote(counter, made, True, max_)

    assert (after_one, made.state) == (OrganisationState.ASKED, OrganisationState.APPROVED)


def test_a_committee_of_one_is_enough_when_more_are_wanted(village) -> None:
    counter = Counter(village, committee_yeses=5)
    made = ask(counter)
    vote(counter, made, True, counter.ana)

    assert made.state == OrganisationState.APPROVED


def test_a_no_needs_a_reason_and_opens_no_account(counter: Counter) -> None:
    made = ask(counter)
    with pytest.raises(Refusal, match="Say why"):
        vote(counter, made, False, counter.ana)
    counter.session.rollback()
    vote(counter, made, False, counter.ana, "Outside of the territory")

    assert (made.state, made.reason, made.account_id) == (
        OrganisationState.REFUSED,
        "Outside of the territory",
        None,
    )
    assert told(counter, "organisation_refused") == [counter.nour.person_id]
    with pytest.raises(Refusal, match="decided already"):
        vote(counter, made, True, counter.ana)


def test_nobody_decides_on_their_own_application_while_others_can(counter: Counter) -> None:
    factories.takes_part(counter.session, counter.network, counter.nour, coordinates=True)
    made = ask(counter)

    with pytest.raises(Refusal, match="your own"):
        vote(counter, made, True, counter.nour)


def test_a_wrong_siret_is_said_at_its_field(counter: Counter) -> None:
    with pytest.raises(Refusal) as said:
        ask(counter, siret="73282932000075")

    assert said.value.field == "siret"


def test_no_two_are_called_alike_and_one_refused_may_ask_again(counter: Counter) -> None:
    first = ask(counter, "Café de la Gare")
    with pytest.raises(Refusal, match="asked before"):
        ask(counter, "CAFE de  la gare")
    counter.session.rollback()
    vote(counter, first, False, counter.ana, "Say more")
    again = ask(counter, "Café de la Gare")

    assert again.state == OrganisationState.ASKED


def test_who_left_receives_nothing_more_and_can_come_back(counter: Counter) -> None:
    made = counter.shop()
    account = counter.session.get_one(Account, made.account_id)
    counter.issue(counter.ana, 5000)

    def pay(key: str) -> None:
        ledgers.transfer(
            counter.session,
            ledger=counter.units(),
            payer_id=counter.account(counter.ana).id,
            payee_id=account.id,
            amount=1000,
            reason="payment",
            key=key,
        )
        counter.session.commit()

    pay("before")
    approvals.withdraw(counter.session, counter.network, made, reason="Closed", by=counter.ana)
    counter.session.commit()
    with pytest.raises(Refusal):
        pay("while away")
    counter.session.rollback()
    is_offered = owners.account(counter.session, counter.network, f"organisation:{made.id}")
    approvals.take_back(counter.session, counter.network, made, by=counter.ana)
    counter.session.commit()
    pay("back again")

    assert is_offered is None
    assert account.balance == 2000
    assert made.state == OrganisationState.APPROVED


def test_people_are_found_by_name_and_by_reference(counter: Counter) -> None:
    counter.nour.person.last_name = "Haddad"
    shop = counter.shop("Boulangerie du Port")
    counter.session.commit()

    def found(typed: str) -> list[str]:
        return [owner.name for owner in owners.search(counter.session, counter.network, typed)]

    reference = owners.owners(counter.session, counter.network)[-1].reference
    assert found("nour") == ["Nour Haddad"]
    assert found("HADD no") == ["Nour Haddad"]
    assert found("boulangerie") == [shop.name]
    assert found(reference.lower()) == [shop.name]
    assert found("n") == ["Nour Haddad"]
    assert found("") == []
    assert found("%") == []
