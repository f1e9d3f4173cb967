"""What the whole application knows about one person: their data to take away, and their farewell."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api import token_ends
from app.api.models import ApiToken, KeptAnswer
from app.conversations.models import Conversation, Message, Participant
from app.db import Model, scope
from app.exchanges import services as exchanges
from app.exchanges.models import Exchange, ExchangeMove, Proposal, State
from app.impact.models import Feedback, ImpactEntry
from app.kernel.registry import Plugins
from app.ledgers.models import Account, PaymentRequest, StandingOrder, Transfer
from app.listings import queries as listing_queries
from app.listings import services as listings
from app.listings.models import Listing
from app.members import sign_ins
from app.members.models import Member, MemberRole, Person
from app.members.personal import Personal
from app.notifications.models import Notification, NotificationChoice
from app.subnetworks.models import Subnetwork, SubnetworkMember
from app.territories.models import Territory
from app.text import _
from app.webhooks.models import Webhook

FORMAT = "together-person/1"
Rows = list[dict[str, Any]]

# Secrets and inner marks: of no use elsewhere, of use to a thief.
KEPT_BACK = frozenset({
    "password", "fs_uniquifier", "fs_webauthn_user_handle", "tf_totp_secret", "tf_last_counter",
    "mf_recovery_codes", "us_totp_secrets", "token_digest", "public_key", "credential_id",
    "address_sealed", "request_digest", "secret_sealed", "former_sealed",
})  # fmt: skip


def personal(plugins: Plugins) -> Personal:
    """Return the answers of the application with these plugins."""
    return Personal(
        cards=lambda session, member_id, slug: listing_queries.of_member(
            session, plugins, member_id, slug=slug
        ),
        export=lambda session, person: export(session, plugins, person),
        farewell=lambda session, member: farewell(session, plugins, member),
        forgotten=token_ends.forget_all,
        moved=moved,
    )


def farewell(session: Session, plugins: Plugins, member: Member) -> None:
    """End a leaving member's listings and parts in sub-networks, and call off what is not done yet.

    What is done or in dispute goes its way: it is confirmed by time or by a coordinator.
    """
    mine = sa.or_(Exchange.asker_id == member.id, Exchange.owner_id == member.id)
    open_ones = session.scalars(
        sa.select(Exchange).where(mine, Exchange.state.in_((State.ASKED, State.AGREED)))
    ).all()
    note = _("%(name)s has left the territory.", name=member.first_name)
    for exchange in open_ones:
        withdraw = exchange.state == State.AGREED or exchange.asker_id == member.id
        say = exchanges.cancel if withdraw else exchanges.decline
        say(session, plugins, exchange, by=member, note=note)
    listings.end_all_of(session, member.id)
    for part in session.scalars(sa.select(SubnetworkMember).where(SubnetworkMember.member_id == member.id)):
        session.delete(part)  # one by one: webhooks are told of each
    session.flush()


def moved(session: Session, member: Member, lat: float | None, lon: float | None) -> None:
    """Let the listings that stood at the member's former public point follow to the new one."""
    session.execute(
        sa.update(Listing)
        .where(
            Listing.member_id == member.id,
            Listing.public_lat.is_not_distinct_from(lat),
            Listing.public_lon.is_not_distinct_from(lon),
        )
        .values(public_lat=member.public_lat, public_lon=member.public_lon)
    )


def export(session: Session, plugins: Plugins, person: Person) -> dict[str, Any]:
    """Return everything kept about a person, in every territory."""
    with scope.crossing(session):  # one person, all their territories
        members = session.scalars(sa.select(Member).where(Member.person_id == person.id)).unique().all()
        return {
            "format": FORMAT,
            "person": plain(person),
            "passkeys": [plain(passkey) for passkey in person.webauthn],
            "devices": [plain(item) for item in sign_ins.devices(session, person.id)],
            "tokens_of_programs": _rows(session, ApiToken, ApiToken.person_id == person.id),
            "answers_to_programs": _rows(session, KeptAnswer, KeptAnswer.person_id == person.id),
            "mails_switched_off": _rows(
                session, NotificationChoice, NotificationChoice.person_id == person.id
            ),
            "notifications": _rows(session, Notification, Notification.person_id == person.id),
            "memberships": [_membership(session, plugins, member) for member in members],
        }


def _membership(session: Session, plugins: Plugins, member: Member) -> dict[str, Any]:
    mine = sa.or_(Exchange.asker_id == member.id, Exchange.owner_id == member.id)
    my_exchanges = sa.select(Exchange.id).where(mine)
    my_accounts = sa.select(Account.id).where(Account.member_id == member.id)
    my_talks = sa.select(Participant.conversation_id).where(Participant.member_id == member.id)
    return {
        **plain(member),
        "territory": session.get_one(Territory, member.territory_id).name,
        "roles": _rows(session, MemberRole, MemberRole.member_id == member.id),
        "subnetworks": list(
            session.scalars(
                sa.select(Subnetwork.name)
                .join(SubnetworkMember, SubnetworkMember.subnetwork_id == Subnetwork.id)
                .where(SubnetworkMember.member_id == member.id)
            )
        ),
        "listings": _listings(session, plugins, member),
        "exchanges": _rows(session, Exchange, mine),
        "proposals": _rows(session, Proposal, Proposal.exchange_id.in_(my_exchanges)),
        "moves": _rows(session, ExchangeMove, ExchangeMove.member_id == member.id),
        "conversations": _rows(session, Conversation, Conversation.id.in_(my_talks)),
        "messages_written": _rows(session, Message, Message.author_id == member.id),
        "accounts": _rows(session, Account, Account.member_id == member.id),
        "transfers": _rows(
            session, Transfer, sa.or_(Transfer.payer_id.in_(my_accounts), Transfer.payee_id.in_(my_accounts))
        ),
        "payment_requests": _rows(
            session,
            PaymentRequest,
            sa.or_(PaymentRequest.made_by_id == member.id, PaymentRequest.payer_id.in_(my_accounts)),
        ),
        "regular_payments": _rows(
            session,
            StandingOrder,
            sa.or_(StandingOrder.made_by_id == member.id, StandingOrder.payer_id.in_(my_accounts)),
        ),
        "webhooks": _rows(session, Webhook, Webhook.made_by_id == member.id),
        "felt": _rows(session, ImpactEntry, ImpactEntry.member_id == member.id),
        "feedback": _rows(session, Feedback, Feedback.member_id == member.id),
    }


def _listings(session: Session, plugins: Plugins, member: Member) -> Rows:
    made = []
    for listing in session.scalars(sa.select(Listing).where(Listing.member_id == member.id)):
        detail = listing_queries.detail_of(session, plugins, listing)
        made.append({**plain(listing), "detail": plain(detail) if detail is not None else None})
    return made


def _rows(session: Session, model: type[Model], condition: sa.ColumnElement[bool]) -> Rows:
    return [plain(row) for row in session.scalars(sa.select(model).where(condition)).unique()]


def plain(row: Any) -> dict[str, Any]:
    """Return the columns of a row as plain values, without secrets."""
    columns = sa.inspect(type(row)).columns
    return {column.key: _plain(getattr(row, column.key)) for column in columns if column.key not in KEPT_BACK}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
