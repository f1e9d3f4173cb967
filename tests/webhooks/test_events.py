"""What happens in a sub-network is written down with it, for webhooks that want it, and for nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock
from app.exchanges import services as exchanges
from app.exchanges.models import State
from app.exchanges.wishes import Wish
from app.ledgers import chain
from app.ledgers import services as ledgers
from app.listings import services as listings
from app.listings.models import Listing, ListingStatus
from app.members.models import Member
from app.portability import personal
from app.subnetworks import services as subnetworks
from app.subnetworks.models import SubnetworkMember
from app.testing import factories
from app.web.database import db
from app.webhooks.models import Webhook, WebhookDelivery
from tests.webhooks.conftest import Town
from tests.webhooks.receivers import Receiver

URL = "https://receiver.example.org/in"


@pytest.fixture
def hook(town: Town) -> Webhook:
    return town.hook(URL)


@pytest.fixture
def members(town: Town) -> tuple[Member, Member]:
    """A giver and an asker."""
    pair = tuple(factories.member(town.session, town.territory, first_name=name) for name in ("Ana", "Bo"))
    town.session.commit()
    return pair  # type: ignore[return-value]


def told(town: Town) -> list[str]:
    return [one.kind for one in town.log()]


@contextmanager
def statements(town: Town) -> Iterator[list[str]]:
    """What the database is asked in the block."""
    said: list[str] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        said.append(statement)

    sa.event.listen(town.engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(town.engine, "before_cursor_execute", note)


# Listings


@pytest.fixture
def draft(town: Town, members: tuple[Member, Member]) -> Listing:
    listing = factories.listing(town.session, members[0], town.network, status=ListingStatus.DRAFT)
    town.session.commit()
    return listing


def save(app: Flask, town: Town, listing: Listing) -> None:
    plugins = app.extensions["together_plugins"]
    listings.save(town.session, plugins, listing=listing, detail=None, components=(), pictures=())


def test_the_life_of_a_listing_is_told(app: Flask, town: Town, hook: Webhook, draft: Listing) -> None:
    save(app, town, draft)  # a draft is nobody's business
    listings.publish(town.session, draft)
    save(app, town, draft)
    listings.renew(town.session, draft)
    listings.keep_for_ever(town.session, draft)
    listings.pause(town.session, draft)
    save(app, town, draft)
    listings.resume(town.session, draft)
    listings.hide(town.session, draft, reason="A doubt")
    listings.show_again(town.session, draft)
    listings.end(town.session, draft)
    listings.end(town.session, draft)
    town.session.commit()

    assert told(town) == [
        "listing.published",
        "listing.changed",
        "listing.changed",
        "listing.changed",
        "listing.ended",
        "listing.published",
        "listing.ended",
        "listing.published",
        "listing.ended",
    ]
    assert [one.number for one in town.log()] == list(range(1, 10))
    assert {one.object_id for one in town.log()} == {draft.id}


def test_a_listing_whose_last_day_is_over_is_told(town: Town, hook: Webhook, draft: Listing) -> None:
    draft.status, draft.expires_on = ListingStatus.ACTIVE, clock.today() - timedelta(days=2)
    town.session.commit()

    listings.expire(town.session)
    town.session.commit()

    assert told(town) == ["listing.ended"]


def test_the_listings_of_somebody_who_leaves_are_told(
    town: Town, hook: Webhook, members: tuple[Member, Member]
) -> None:
    for status in (ListingStatus.ACTIVE, ListingStatus.ACTIVE, ListingStatus.PAUSED):
        factories.listing(town.session, members[0], town.network, status=status)

    listings.end_all_of(town.session, members[0].id)
    town.session.commit()

    assert told(town) == ["listing.ended", "listing.ended"]


def test_a_listing_that_moves_ends_in_one_sub_network_and_comes_to_the_other(
    app: Flask, town: Town, draft: Listing
) -> None:
    other = factories.subnetwork(town.session, town.territory, "other")
    town.session.commit()
    left, found = town.hook(URL), town.hook(URL, network=other)
    listings.publish(town.session, draft)
    town.session.commit()
    with town.session.no_autoflush:
        draft.subnetwork_id = other.id
        save(app, town, draft)
    town.session.commit()

    assert [one.kind for one in town.log(left)] == ["listing.published", "listing.ended"]
    assert [one.kind for one in town.log(found)] == ["listing.published"]


def test_what_is_undone_is_not_told(town: Town, hook: Webhook, draft: Listing) -> None:
    listings.publish(town.session, draft)
    town.session.rollback()

    assert told(town) == []


# Exchanges


def test_the_life_of_an_exchange_is_told(
    app: Flask, town: Town, hook: Webhook, members: tuple[Member, Member]
) -> None:
    plugins, (owner, asker) = app.extensions["together_plugins"], members
    listing = factories.listing(town.session, owner, town.network)
    wish = Wish(what="A hand", quantity=60)
    exchange = exchanges.ask(
        town.session, plugins, listing=listing, asker=asker, text="Could you?", wish=wish
    )
    exchanges.ask(town.session, plugins, listing=listing, asker=asker, text="Could you?", wish=wish)
    longer = Wish(what="A hand", quantity=90)
    exchanges.propose(town.session, plugins, exchange, by=owner, wish=longer)
    exchanges.accept(town.session, plugins, exchange, by=asker)
    exchanges.propose(town.session, plugins, exchange, by=asker, wish=Wish(what="Two hands", quantity=90))
    exchanges.keep(town.session, exchange, by=owner)
    exchanges.mark_done(town.session, plugins, exchange, by=owner)
    exchanges.confirm(town.session, plugins, exchange, by=asker)
    exchanges.confirm(town.session, plugins, exchange, by=asker)
    town.session.commit()

    log = town.log()
    assert [one.kind for one in log] == [
        "exchange.asked",
        "exchange.proposed",
        "exchange.agreed",
        "exchange.proposed",
        "exchange.kept",
        "exchange.done",
        "exchange.confirmed",
    ]
    assert {(one.object_id, one.webhook_id, one.territory_id) for one in log} == {
        (exchange.id, hook.id, town.territory.id)
    }
    assert [one.number for one in log] == list(range(1, 8))


def test_a_disagreement_and_how_it_is_settled_is_told(
    app: Flask, town: Town, hook: Webhook, members: tuple[Member, Member]
) -> None:
    plugins, (owner, asker) = app.extensions["together_plugins"], members
    listing = factories.listing(town.session, owner, town.network)
    exchange = exchanges.ask(
        town.session, plugins, listing=listing, asker=asker, text="Could you?", wish=Wish(what="A hand")
    )
    exchanges.accept(town.session, plugins, exchange, by=owner)
    exchanges.dispute(town.session, plugins, exchange, by=asker, note="Nobody came.")
    exchanges.settle_dispute(
        town.session, plugins, exchange, by=town.coordinator, to=State.CANCELLED, note="A misunderstanding."
    )
    town.session.commit()

    assert told(town) == [
        "exchange.asked",
        "exchange.agreed",
        "exchange.disputed",
        "exchange.cancelled",
        "exchange.settled",
    ]


# Ledgers


def test_transfers_are_told_when_they_have_their_place_in_the_chain(
    app: Flask, town: Town, hook: Webhook, members: tuple[Member, Member]
) -> None:
    method = app.extensions["together_plugins"].settlements["time_bank.hours"]
    ledger = method.ledger(town.session, town.network)
    payer, payee = (ledgers.account_of(town.session, ledger, one.id) for one in members)
    town.session.commit()
    chain.link_all(town.session)
    town.session.execute(sa.delete(WebhookDelivery))
    town.session.commit()
    with statements(town) as said:
        posted = [
            ledgers.transfer(
                town.session,
                ledger=ledger,
                payer_id=payer.id,
                payee_id=payee.id,
                amount=5,
                reason="gift",
                key=f"gift {number}",
            ).id
            for number in range(3)
        ]
        town.session.commit()
    before = told(town)
    chain.link_all(town.session)

    log = town.log()
    assert [one for one in said if "webhook" in one] == []
    assert before == []
    assert [(one.kind, one.object_id, one.number) for one in log] == [
        ("transfer.posted", transfer_id, 1) for transfer_id in posted
    ]


# Members


def test_who_joins_and_leaves_a_sub_network_is_told(
    town: Town, hook: Webhook, members: tuple[Member, Member]
) -> None:
    subnetworks.join(town.session, town.network, members[0])
    subnetworks.join(town.session, town.network, members[0])
    town.session.commit()
    subnetworks.leave(town.session, town.network, members[0])
    town.session.commit()

    assert [(one.kind, one.object_id, one.number) for one in town.log()] == [
        ("member.joined", members[0].id, 1),
        ("member.left", members[0].id, 2),
    ]


def test_who_leaves_the_territory_leaves_its_sub_networks(
    app: Flask, town: Town, hook: Webhook, members: tuple[Member, Member]
) -> None:
    subnetworks.join(town.session, town.network, members[0])
    town.session.commit()

    personal.farewell(town.session, app.extensions["together_plugins"], members[0])
    town.session.commit()

    assert told(town) == ["member.joined", "member.left"]
    assert town.session.query(SubnetworkMember).filter_by(member_id=members[0].id).count() == 0


def test_what_somebody_takes_away_names_their_webhooks_without_secrets(
    app: Flask, town: Town, hook: Webhook
) -> None:
    taken = personal.export(town.session, app.extensions["together_plugins"], town.coordinator.person)

    (webhook,) = taken["memberships"][0]["webhooks"]
    assert webhook["url"] == URL
    assert {name for name in webhook if "sealed" in name} == set()


# Cost, and what is not wanted


def test_without_webhooks_a_move_costs_one_look_and_writes_nothing(town: Town, draft: Listing) -> None:
    with statements(town) as said:
        listings.publish(town.session, draft)
        town.session.commit()

    assert len([one for one in said if "webhook" in one]) == 1
    assert told(town) == []


def test_the_look_goes_through_an_index(town: Town) -> None:
    if town.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads so small a table as a whole")
    with town.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id, kinds FROM webhook WHERE subnetwork_id = 'x'"
        ).all()

    assert "ix_webhook_subnetwork_id" in str(plan)


def test_a_webhook_is_told_of_what_it_chose_only(town: Town, draft: Listing) -> None:
    town.hook(URL, kinds=["listing.ended"])
    listings.publish(town.session, draft)
    listings.pause(town.session, draft)
    town.session.commit()

    assert told(town) == ["listing.ended"]


def test_a_commit_with_an_event_wakes_the_worker(
    app: Flask, town: Town, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.jobs import worker

    settings = app.extensions["together_settings"]
    monkeypatch.setitem(app.extensions, "together_settings", _with_leave(settings))
    town.hook(receiver.url)
    consumer = worker.start_embedded(app)
    try:
        with app.app_context():
            from app.webhooks import outbox

            outbox.write(
                db.session, "listing.published", subnetwork_id=town.network.id, object_id=town.network.id
            )
            db.session.commit()
        receiver.wait_for(1, within=15)
    finally:
        consumer.stop(graceful=True)

    assert [one.said["type"] for one in receiver.requests] == ["listing.published"]


def _with_leave(settings):
    from dataclasses import replace

    return replace(settings, webhook_private=True)
