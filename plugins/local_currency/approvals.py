"""Who takes the currency: organisations apply, a committee decides, approved ones get an account."""

import unicodedata
from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    AccountKind,
    Member,
    Refusal,
    Right,
    Subnetwork,
    _,
    clock,
    coordinator_ids,
    follow_ledger_limits,
    give_right,
    open_account,
    set_own_limits,
    settings_of,
    take_right,
)
from plugins.local_currency import services
from plugins.local_currency.models import Organisation, OrganisationKind, OrganisationState, Vote
from plugins.local_currency.organisation_words import Words as Words
from plugins.local_currency.organisation_words import tidied, tidied_name
from plugins.local_currency.telling import tell

CLOSED = (OrganisationState.REFUSED, OrganisationState.WITHDRAWN)


def apply(
    session: Session,
    subnetwork: Subnetwork,
    *,
    kind: OrganisationKind,
    name: str,
    words: Words,
    member: Member,
) -> Organisation:
    """Ask for an account for an organisation; the committee is told.

    Raises:
        Refusal: something it says cannot be, or an organisation of that name is there already.
    """
    name, words = tidied_name(name), tidied(words)
    if _named(session, subnetwork.id, name) is not None:
        raise Refusal(_("An organisation of that name asked before."), field="name")
    made = Organisation(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        kind=kind,
        name=name,
        name_key=folded(name),
        asked_by_id=member.id,
    )
    _say(made, words)
    session.add(made)
    session.flush()
    _tell_committee(session, subnetwork, made, except_for=member)
    return made


def change(session: Session, organisation: Organisation, words: Words) -> None:
    """Change what an organisation says of itself; its name and kind stay as the committee saw them.

    Raises:
        Refusal: something it says cannot be.
    """
    _say(organisation, tidied(words))
    session.flush()


def _say(organisation: Organisation, words: Words) -> None:
    organisation.activity, organisation.description = words.activity, words.description
    organisation.siret, organisation.accepts = words.siret, words.accepts
    organisation.opening_hours, organisation.place = words.opening_hours, words.place
    organisation.public_lat, organisation.public_lon = words.point or (None, None)
    organisation.website, organisation.phone = words.website, words.phone


def folded(name: str) -> str:
    """Return a name as names are compared: without accents, capitals and double spaces."""
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().split())


def _named(session: Session, subnetwork_id: UUID, name: str) -> UUID | None:
    return session.scalar(
        sa.select(Organisation.id).where(
            Organisation.subnetwork_id == subnetwork_id,
            Organisation.name_key == folded(name),
            Organisation.state != OrganisationState.REFUSED,
        )
    )


def needed(session: Session, subnetwork: Subnetwork) -> int:
    """Return how many coordinators must say the same; never more than there are."""
    wanted = int(settings_of(session, subnetwork.id, services.SLUG).get("committee_yeses") or 1)
    return max(1, min(wanted, len(coordinator_ids(session, subnetwork.id))))


def vote(
    session: Session,
    subnetwork: Subnetwork,
    organisation: Organisation,
    *,
    yes: bool,
    reason: str,
    by: Member,
) -> None:
    """Say what one thinks of an application; as many as are needed decide it.

    Raises:
        Refusal: it was decided, it is one's own while others could decide, or a no comes without a reason.
    """
    session.refresh(organisation, with_for_update=True)
    if organisation.state != OrganisationState.ASKED:
        raise Refusal(_("This application was decided already."))
    others = [one for one in coordinator_ids(session, subnetwork.id) if one != by.id]
    if organisation.asked_by_id == by.id and others:
        raise Refusal(_("Somebody else of the committee decides on your own application."))
    reason = reason.strip()
    if not yes and not reason:
        raise Refusal(_("Say why, so that they know what to change."), field="reason")
    cast = session.get(Vote, (organisation.id, by.id))
    if cast is None:
        cast = Vote(territory_id=organisation.territory_id, organisation_id=organisation.id, member_id=by.id)
        session.add(cast)
    cast.yes, cast.reason = yes, reason
    session.flush()
    same = sum(1 for one, _member in votes(session, organisation.id) if one.yes == yes)
    if same < needed(session, subnetwork):
        return
    if yes:
        _approve(session, subnetwork, organisation, by)
    else:
        _decide(session, organisation, OrganisationState.REFUSED, reason, by)
    _tell_organisation(session, subnetwork, organisation)


def votes(session: Session, organisation_id: UUID) -> list[tuple[Vote, Member]]:
    """Return what the committee said of an application, in order."""
    rows = session.execute(
        sa.select(Vote, Member)
        .join(Member, Member.id == Vote.member_id)
        .where(Vote.organisation_id == organisation_id)
        .order_by(Vote.created_at)
    )
    return [(cast, member) for cast, member in rows]


def _approve(session: Session, subnetwork: Subnetwork, organisation: Organisation, by: Member) -> None:
    ledger = services.ledger(session, subnetwork)
    account = open_account(session, ledger, kind=AccountKind.ORGANISATION, name=organisation.name)
    follow_ledger_limits(session, ledger, account)
    give_right(session, account, organisation.asked_by_id, right=Right.PAY, given_by_id=by.id)
    organisation.account_id = account.id
    organisation.approved_at = clock.now()
    _decide(session, organisation, OrganisationState.APPROVED, "", by)


def _decide(
    session: Session, organisation: Organisation, state: OrganisationState, reason: str, by: Member
) -> None:
    organisation.state, organisation.reason = state, reason
    organisation.decided_at, organisation.decided_by_id = clock.now(), by.id
    session.flush()


def withdraw(
    session: Session, subnetwork: Subnetwork, organisation: Organisation, *, reason: str, by: Member
) -> None:
    """End the part of an approved organisation: it receives no more; what it has can still be changed back.

    Raises:
        Refusal: it is not approved, or nobody says why.
    """
    session.refresh(organisation, with_for_update=True)
    if organisation.state != OrganisationState.APPROVED or organisation.account_id is None:
        raise Refusal(_("This organisation does not take part now."))
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Say why, so that they know."), field="reason")
    account = session.get_one(Account, organisation.account_id, with_for_update=True, populate_existing=True)
    set_own_limits(session, account, floor=0, ceiling=account.balance + account.expected)
    _decide(session, organisation, OrganisationState.WITHDRAWN, reason, by)
    _tell_organisation(session, subnetwork, organisation)


def take_back(session: Session, subnetwork: Subnetwork, organisation: Organisation, *, by: Member) -> None:
    """Let an organisation that had left take part again, with the account it had.

    Raises:
        Refusal: it has not left.
    """
    session.refresh(organisation, with_for_update=True)
    if organisation.state != OrganisationState.WITHDRAWN:
        raise Refusal(_("This organisation has not left."))
    _approve(session, subnetwork, organisation, by)
    _tell_organisation(session, subnetwork, organisation)


def organisations_of(session: Session, subnetwork_id: UUID, *states: OrganisationState) -> list[Organisation]:
    """Return the organisations of a currency in these states, or all, by name."""
    wanted = sa.select(Organisation).where(Organisation.subnetwork_id == subnetwork_id)
    if states:
        wanted = wanted.where(Organisation.state.in_(states))
    return list(session.scalars(wanted.order_by(Organisation.name_key, Organisation.created_at)))


def find(session: Session, subnetwork_id: UUID, organisation_id: UUID) -> Organisation | None:
    """Return an organisation of a currency, whatever its state."""
    return session.scalar(
        sa.select(Organisation).where(
            Organisation.subnetwork_id == subnetwork_id, Organisation.id == organisation_id
        )
    )


def add_holder(session: Session, organisation: Organisation, member: Member, *, by: Member) -> None:
    """Let another member use the account of an organisation."""
    account = _account(session, organisation)
    give_right(session, account, member.id, right=Right.PAY, given_by_id=by.id)


def remove_holder(session: Session, organisation: Organisation, member_id: UUID) -> None:
    """Take the account of an organisation from a member."""
    take_right(session, _account(session, organisation), member_id)


def _account(session: Session, organisation: Organisation) -> Account:
    if organisation.account_id is None:
        raise Refusal(_("This organisation has no account yet."))
    return session.get_one(Account, organisation.account_id)


def _tell_committee(
    session: Session, subnetwork: Subnetwork, organisation: Organisation, *, except_for: Member
) -> None:
    committee = [one for one in coordinator_ids(session, subnetwork.id) if one != except_for.id]
    _tell(session, subnetwork, organisation, committee, "local_currency.organisation_asked")


def _tell_organisation(session: Session, subnetwork: Subnetwork, organisation: Organisation) -> None:
    kind = {
        OrganisationState.APPROVED: "local_currency.organisation_approved",
        OrganisationState.REFUSED: "local_currency.organisation_refused",
        OrganisationState.WITHDRAWN: "local_currency.organisation_withdrawn",
    }[OrganisationState(organisation.state)]
    _tell(session, subnetwork, organisation, [organisation.asked_by_id], kind)


def _tell(
    session: Session, subnetwork: Subnetwork, organisation: Organisation, members: Iterable[UUID], kind: str
) -> None:
    tell(
        session,
        subnetwork,
        members,
        kind,
        page=f"organisations/{organisation.id}",
        values=lambda: {"name": organisation.name, "reason": organisation.reason},
    )
