"""The twelve main pages of the demonstration, and who looks at them."""

import json
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from playwright.sync_api import Browser, StorageState
from sqlalchemy.orm import Session

from app.conversations.models import Message
from app.exchanges.models import Exchange, State
from app.ledgers.models import Account, Entry
from app.listings.models import Listing, ListingPicture, ListingStatus
from app.members.models import Member, Person
from app.subnetworks.models import Subnetwork, SubnetworkMember
from app.territories.models import Territory
from tests.journeys.sites import Site


@dataclass(frozen=True)
class Sight:
    """One page, as somebody sees it: a role of the demonstration, or ``None`` for a visitor."""

    name: str
    path: str
    who: str | None = "inhabitant"


NAMES = (
    "home",
    "search",
    "listing",
    "write-a-listing",
    "exchange",
    "inbox",
    "my-page",
    "statement",
    "sub-network",
    "plugin-catalogue",
    "impact",
    "sign-in",
)


def accounts(site: Site) -> dict[str, dict[str, str]]:
    """Return the sign-ins of the demonstration by role."""
    found: dict[str, dict[str, str]] = {}
    for account in json.loads(site.together("demo", "accounts", "--json")):
        found.setdefault(account["role"], account)
    return found


def twelve(site: Site, people: dict[str, dict[str, str]]) -> dict[str, Sight]:
    """Return the twelve main pages by name; ``people`` are the sign-ins by role."""
    with site.session() as session:
        me = _member(session, people["inhabitant"]["email"])
        coordinator = _member(session, people["coordinator"]["email"])
        here = f"/t/{session.get_one(Territory, me.territory_id).slug}"
        coordinated = _coordinated(session, coordinator.id)
        sights = (
            Sight("home", f"{here}/"),
            Sight("search", f"{here}/search"),
            Sight("listing", f"{here}/listings/{_listing(session, me)}"),
            Sight("write-a-listing", f"{here}/listings/new"),
            Sight("exchange", f"{here}/exchanges/{_exchange(session, me.id)}"),
            Sight("inbox", f"{here}/messages"),
            Sight("my-page", f"{here}/me"),
            Sight("statement", f"{here}/accounts/{_account(session, me.id)}"),
            Sight("sub-network", f"{here}/networks/{coordinated}"),
            Sight("plugin-catalogue", f"{here}/networks/{coordinated}/plugins", "coordinator"),
            Sight("impact", f"{here}/impact"),
            Sight("sign-in", "/sign-in", None),
        )
    assert tuple(sight.name for sight in sights) == NAMES
    return {sight.name: sight for sight in sights}


def signed_in(site: Site, browser: Browser, account: dict[str, str]) -> StorageState:
    """Sign in once as somebody of the demonstration, for several contexts."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{site.url}/sign-in")
    page.fill("main [name=email]", account["email"])
    page.fill("main [name=password]", account["password"])
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    state = context.storage_state()
    context.close()
    return state


def _member(session: Session, email: str) -> Member:
    return session.scalars(
        sa.select(Member).join(Person).where(Person.email == email).order_by(Member.joined_at).limit(1)
    ).one()


def _listing(session: Session, me: Member) -> UUID:
    """Return an offer of somebody else, with a picture and the most words."""
    return session.scalars(
        sa.select(Listing.id)
        .join(ListingPicture, ListingPicture.listing_id == Listing.id)
        .where(
            Listing.territory_id == me.territory_id,
            Listing.member_id != me.id,
            Listing.status == ListingStatus.ACTIVE,
            Listing.direction == "offer",
        )
        .order_by(sa.func.length(Listing.text).desc(), Listing.id)
        .limit(1)
    ).one()


def _exchange(session: Session, member_id: UUID) -> UUID:
    """Return an exchange on its way with the most messages."""
    messages = sa.func.count(Message.id)
    on_its_way = sa.case((Exchange.state.in_((State.ASKED, State.AGREED, State.DONE)), 1), else_=0)
    return session.scalars(
        sa.select(Exchange.id)
        .join(Message, Message.conversation_id == Exchange.conversation_id)
        .where(sa.or_(Exchange.asker_id == member_id, Exchange.owner_id == member_id))
        .group_by(Exchange.id)
        .order_by(on_its_way.desc(), messages.desc(), Exchange.id)
        .limit(1)
    ).one()


def _account(session: Session, member_id: UUID) -> UUID:
    return session.scalars(
        sa.select(Account.id)
        .join(Entry, Entry.account_id == Account.id)
        .where(Account.member_id == member_id)
        .group_by(Account.id)
        .order_by(sa.func.count().desc(), Account.id)
        .limit(1)
    ).one()


def _coordinated(session: Session, member_id: UUID) -> str:
    return session.scalars(
        sa.select(Subnetwork.slug)
        .join(SubnetworkMember, SubnetworkMember.subnetwork_id == Subnetwork.id)
        .where(SubnetworkMember.member_id == member_id, SubnetworkMember.coordinates)
        .order_by(Subnetwork.slug)
        .limit(1)
    ).one()
