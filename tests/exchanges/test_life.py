"""The life of an exchange, from asking to confirming, and what goes through the ledger."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.exchanges import queries, services
from app.exchanges.models import Exchange, ExchangeMove, Proposal, State
from app.exchanges.wishes import Wish
from app.ledgers.models import Hold, HoldState, Transfer
from app.listings.models import Direction, ListingStatus
from app.notifications.models import Notification, OutgoingMail
from app.testing import factories
from tests.exchanges.conftest import Hours, Street


def told(session: Session, street: Street, name: str) -> list[str]:
    """Return the kinds of notifications of somebody, in order."""
    person = getattr(street, name).person
    rows = session.scalars(
        sa.select(Notification).where(Notification.person_id == person.id).order_by(Notification.id)
    )
    return [row.kind for row in rows]


def test_an_exchange_lives_from_asking_to_confirming(street: Street) -> None:
    exchange = street.ask()

    assert (exchange.state, exchange.awaits_id) == (State.ASKED, street.ana.id)
    assert (exchange.giver_id, exchange.receiver_id) == (street.ana.id, street.bilal.id)
    assert street.balance(street.bilal) == (0, 0)

    services.accept(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()

    assert (exchange.state, exchange.agreed_number, exchange.awaits_id) == (State.AGREED, 1, None)
    assert street.balance(street.bilal) == (0, 90)

    services.mark_done(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()

    assert (exchange.state, exchange.awaits_id) == (State.DONE, street.bilal.id)
    assert exchange.confirm_by == exchange.done_at + timedelta(days=14)
    assert street.balance(street.ana) == (0, 0)

    services.confirm(street.session, street.plugins, exchange, by=street.bilal)
    street.session.commit()

    assert (exchange.state, exchange.confirmed_by_id) == (State.CONFIRMED, street.bilal.id)
    assert street.balance(street.bilal) == (-90, 0)
    assert street.balance(street.ana) == (90, 0)
    transfer = street.session.get_one(Transfer, exchange.transfer_id)
    assert (transfer.amount, transfer.exchange_id, transfer.reason) == (90, exchange.id, "exchange")
    moves = [(move.was, move.became) for move in queries.moves_of(street.session, exchange.id)]
    assert moves == [("asked", "agreed"), ("agreed", "done"), ("done", "confirmed")]
    assert told(street.session, street, "ana") == ["exchange.asked", "exchange.confirmed"]
    assert told(street.session, street, "bilal") == ["exchange.agreed", "exchange.done"]


def test_a_request_is_served_by_who_answers_it(street: Street) -> None:
    street.listing.direction = Direction.REQUEST
    street.session.commit()

    exchange = street.ask()

    assert (exchange.giver_id, exchange.receiver_id) == (street.bilal.id, street.ana.id)


def test_a_gift_moves_nothing(street: Street) -> None:
    exchange = street.agree(terms="gift", quantity=None)

    services.mark_done(street.session, street.plugins, exchange, by=street.bilal)
    services.confirm(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()

    assert exchange.state == State.CONFIRMED
    assert (exchange.hold_id, exchange.transfer_id) == (None, None)
    assert street.session.scalar(sa.select(sa.func.count()).select_from(Hold)) == 0


def test_shared_costs_are_written_down_and_move_nothing(street: Street) -> None:
    exchange = street.agree(terms="hours.costs", quantity=None, amount=450)

    assert (exchange.proposal.amount, exchange.hold_id) == (450, None)


def test_more_than_the_method_allows_is_refused_beside_its_field(street: Street) -> None:
    with pytest.raises(Refusal) as refused:
        street.ask(terms="hours.costs", amount=501)

    assert refused.value.reasons == ("At most €5.00 may be asked for this.",)
    assert refused.value.field == "amount"


def test_asking_twice_is_asking_once(street: Street) -> None:
    first = street.ask()

    again = street.ask(quantity=30)

    assert again.id == first.id
    assert [proposal.quantity for proposal in again.proposals] == [90]


def test_what_cannot_be_asked_is_refused(street: Street) -> None:
    ask = {"text": "Hello", "wish": Wish()}

    with pytest.raises(Refusal, match="This is yours"):
        services.ask(street.session, street.plugins, listing=street.listing, asker=street.ana, **ask)
    street.listing.status = ListingStatus.PAUSED
    street.session.commit()
    with pytest.raises(Refusal, match="not on the board"):
        services.ask(street.session, street.plugins, listing=street.listing, asker=street.bilal, **ask)

    assert street.session.scalar(sa.select(sa.func.count()).select_from(Exchange)) == 0


def test_terms_whose_plugin_is_switched_off_cannot_be_proposed_any_more(street: Street) -> None:
    exchange = street.ask(terms="gift")
    from app.subnetworks.models import Installation

    street.session.execute(sa.update(Installation).values(enabled=False))

    with pytest.raises(Refusal, match="not among those of this listing"):
        services.propose(
            street.session,
            street.plugins,
            exchange,
            by=street.ana,
            wish=Wish(terms="hours.hours", quantity=60),
        )


def test_what_was_agreed_settles_after_its_plugin_is_switched_off(street: Street) -> None:
    exchange = street.done()
    from app.subnetworks.models import Installation

    street.session.execute(sa.update(Installation).values(enabled=False))
    services.confirm(street.session, street.plugins, exchange, by=street.bilal)
    street.session.commit()

    assert street.balance(street.ana) == (90, 0)


def test_proposals_go_to_and_fro_and_the_last_one_both_accepted_counts(street: Street) -> None:
    exchange = street.ask()

    services.propose(
        street.session, street.plugins, exchange, by=street.ana, wish=Wish(terms="hours.hours", quantity=60)
    )
    street.session.commit()
    with pytest.raises(Refusal, match="for the other side to agree"):
        services.accept(street.session, street.plugins, exchange, by=street.ana)
    services.accept(street.session, street.plugins, exchange, by=street.bilal, number=2)
    street.session.commit()

    assert (exchange.agreed_number, exchange.proposal.quantity) == (2, 60)
    assert street.balance(street.bilal) == (0, 60)
    assert told(street.session, street, "bilal") == ["exchange.proposed"]
    assert told(street.session, street, "ana") == ["exchange.asked", "exchange.agreed"]


def test_a_change_after_agreement_replaces_the_hold_once_both_accept(street: Street) -> None:
    exchange = street.agree()
    first_hold = exchange.hold_id

    services.propose(
        street.session,
        street.plugins,
        exchange,
        by=street.bilal,
        wish=Wish(terms="hours.hours", quantity=120),
    )
    street.session.commit()
    assert (exchange.state, exchange.proposal.quantity, exchange.awaits_id) == ("agreed", 90, street.ana.id)
    assert street.balance(street.bilal) == (0, 90)

    services.accept(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()

    assert (exchange.proposal.quantity, exchange.pending) == (120, None)
    assert street.balance(street.bilal) == (0, 120)
    assert street.session.get_one(Hold, first_hold).state == HoldState.VOIDED
    assert exchange.hold_id != first_hold


def test_a_change_can_be_set_aside(street: Street) -> None:
    exchange = street.agree()
    services.propose(
        street.session, street.plugins, exchange, by=street.bilal, wish=Wish(terms="gift", quantity=120)
    )

    services.keep(street.session, exchange, by=street.ana)
    services.keep(street.session, exchange, by=street.ana)
    street.session.commit()

    assert (exchange.pending, exchange.proposal.quantity, exchange.awaits_id) == (None, 90, None)
    assert street.balance(street.bilal) == (0, 90)
    assert told(street.session, street, "bilal")[-1] == "exchange.kept"


def test_cancelling_frees_what_was_set_aside(street: Street) -> None:
    exchange = street.agree()
    hold_id = exchange.hold_id

    services.cancel(street.session, street.plugins, exchange, by=street.ana, note="I am ill")
    street.session.commit()

    assert exchange.state == State.CANCELLED
    assert street.balance(street.bilal) == (0, 0)
    assert street.session.get_one(Hold, hold_id).state == HoldState.VOIDED
    assert queries.moves_of(street.session, exchange.id)[-1].note == "I am ill"


def test_who_was_asked_says_no_and_who_asked_withdraws(street: Street) -> None:
    exchange = street.ask()

    with pytest.raises(Refusal, match="You asked"):
        services.decline(street.session, street.plugins, exchange, by=street.bilal)
    with pytest.raises(Refusal, match="You were asked"):
        services.cancel(street.session, street.plugins, exchange, by=street.ana)
    services.decline(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()

    assert exchange.state == State.DECLINED
    with pytest.raises(Refusal, match="“Declined”"):
        services.accept(street.session, street.plugins, exchange, by=street.ana)


def test_who_said_done_does_not_confirm_it(street: Street) -> None:
    exchange = street.done()

    with pytest.raises(Refusal, match="for the other side to confirm"):
        services.confirm(street.session, street.plugins, exchange, by=street.ana)

    assert exchange.state == State.DONE


def test_both_saying_done_confirms_it(street: Street) -> None:
    exchange = street.done()

    services.mark_done(street.session, street.plugins, exchange, by=street.bilal)
    street.session.commit()

    assert exchange.state == State.CONFIRMED
    assert street.balance(street.ana) == (90, 0)


def test_the_same_button_twice_is_the_same_as_once(street: Street) -> None:
    exchange = street.agree()

    services.accept(street.session, street.plugins, exchange, by=street.ana, number=1)
    services.mark_done(street.session, street.plugins, exchange, by=street.ana)
    services.mark_done(street.session, street.plugins, exchange, by=street.ana)
    services.confirm(street.session, street.plugins, exchange, by=street.bilal)
    services.confirm(street.session, street.plugins, exchange, by=street.bilal)
    street.session.commit()

    assert street.balance(street.ana) == (90, 0)
    moves = street.session.scalar(sa.select(sa.func.count()).select_from(ExchangeMove))
    assert moves == 3


def test_agreement_beyond_the_balance_is_refused_and_changes_nothing(street: Street) -> None:
    exchange = street.ask(quantity=121)

    with pytest.raises(Refusal) as refused:
        services.accept(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()  # even a caller who goes on keeps nothing of it

    assert "below −2 h" in str(refused.value)
    street.session.expire_all()
    found = queries.exchange_for(street.session, street.ana.id, exchange.id)
    assert (found.state, found.agreed_number, found.hold_id) == (State.ASKED, None, None)
    assert found.proposals[0].accepted_at is None
    assert street.balance(street.bilal) == (0, 0)
    assert told(street.session, street, "bilal") == []


def test_agreement_is_possible_once_the_balance_allows_it(street: Street) -> None:
    exchange = street.ask(quantity=121)
    with pytest.raises(Refusal):
        services.accept(street.session, street.plugins, exchange, by=street.ana)
    street.session.rollback()
    from app.ledgers import services as ledgers
    from tests.exchanges.conftest import _ledger

    ledger = _ledger(street.session, street.subnetwork)
    ledgers.transfer(
        street.session,
        ledger=ledger,
        payer_id=ledgers.account_of(street.session, ledger, street.dora.id).id,
        payee_id=ledgers.account_of(street.session, ledger, street.bilal.id).id,
        amount=10,
        reason="correction",
        key="a present",
    )

    found = queries.exchange_for(street.session, street.ana.id, exchange.id)
    services.accept(street.session, street.plugins, found, by=street.ana)
    street.session.commit()

    assert street.balance(street.bilal) == (10, 121)


def test_every_reason_of_a_plugin_is_given_and_nothing_moves(street: Street, plugin: Hours) -> None:
    exchange = street.ask()
    plugin.objections = ["Not today", "Not here"]

    with pytest.raises(Refusal) as refused:
        services.accept(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()

    assert refused.value.reasons == ("Not today (1)", "Not here (1)")
    street.session.expire_all()
    assert street.session.get_one(Exchange, exchange.id).state == State.ASKED
    assert street.balance(street.bilal) == (0, 0)


def test_an_objection_to_asking_leaves_no_trace(street: Street, plugin: Hours) -> None:
    plugin.objections = ["Only for grown-ups"]

    with pytest.raises(Refusal, match="Only for grown-ups"):
        street.ask()
    street.session.commit()

    assert street.session.scalar(sa.select(sa.func.count()).select_from(Exchange)) == 0
    assert street.session.scalar(sa.select(sa.func.count()).select_from(Proposal)) == 0


def test_a_plugin_switched_off_is_not_asked(street: Street, plugin: Hours) -> None:
    exchange = street.ask(terms="gift")
    from app.subnetworks.models import Installation

    street.session.execute(sa.update(Installation).values(enabled=False))
    plugin.objections = ["Never"]

    services.accept(street.session, street.plugins, exchange, by=street.ana)
    street.session.commit()

    assert exchange.state == State.AGREED
    assert plugin.followed == []


def test_an_exception_of_a_plugin_that_follows_undoes_the_move(street: Street, plugin: Hours) -> None:
    exchange = street.done()
    plugin.failure = RuntimeError("the plugin broke")

    with pytest.raises(RuntimeError, match="the plugin broke"):
        services.confirm(street.session, street.plugins, exchange, by=street.bilal)
    street.session.commit()

    street.session.expire_all()
    assert street.session.get_one(Exchange, exchange.id).state == State.DONE
    assert street.balance(street.bilal) == (0, 90)
    assert street.balance(street.ana) == (0, 0)
    assert plugin.followed[-1] == ("done", "confirmed")


def test_a_third_member_does_nothing_to_an_exchange(street: Street) -> None:
    exchange = street.agree()

    for act in (services.mark_done, services.confirm, services.cancel, services.accept):
        with pytest.raises(Refusal, match="between the two of them"):
            act(street.session, street.plugins, exchange, by=street.dora)

    assert queries.exchange_for(street.session, street.dora.id, exchange.id) is None


def test_notifications_go_out_in_the_language_of_who_reads_them(street: Street) -> None:
    street.bilal.person.language = "fr"
    street.session.commit()

    street.done()

    mail = street.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.kind == "exchange.done")).one()
    day = clock.local(clock.now() + timedelta(days=14), street.territory.time_zone)
    assert mail.recipient == street.bilal.person.email
    assert str(day.year) in mail.text


def test_another_territory_sees_nothing_of_it(street: Street) -> None:
    from app.db import scope

    exchange = street.agree()
    elsewhere = factories.territory(street.session, "elsewhere")
    street.session.commit()

    scope.enter(street.session, elsewhere.id)

    assert queries.exchange_for(street.session, street.ana.id, exchange.id) is None
