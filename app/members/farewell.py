"""Deleting an account: the person goes, what was exchanged stays, under "former member"."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import scope
from app.errors import Refusal
from app.members import queries, rate_limits, services
from app.members.models import Member, MemberStatus, Person, SignIn
from app.members.personal import Personal
from app.notifications.models import Notification, NotificationChoice, OutgoingMail
from app.text import _, speaking

KEPT_AFTER = timedelta(days=30)
CONFIRMED_WITHIN = timedelta(days=14)


def leave(session: Session, member: Member, personal: Personal) -> None:
    """Leave one territory."""
    personal.farewell(session, member)
    services.leave(session, member)


def erase(session: Session, person: Person, personal: Personal) -> None:
    """Delete an account in every territory at once. Ledgers are not touched.

    Raises:
        Refusal: the person is the only administrator of a territory that has other members, or the
            only operator; every reason is named.
    """
    with scope.crossing(session):  # one person, all their territories
        _check(session, person)
        forget(session, person, personal)


def forget(session: Session, person: Person, personal: Personal) -> None:
    """Delete an account that was decided to go, whatever would have spoken against it."""
    with scope.crossing(session):  # one person, all their territories
        members = session.scalars(sa.select(Member).where(Member.person_id == person.id)).unique().all()
        for member in members:
            if member.status == MemberStatus.ACTIVE:
                personal.farewell(session, member)
            _forget_member(member)
        personal.forgotten(session, person)
        _forget_person(session, person)
        session.flush()


def _check(session: Session, person: Person) -> None:
    reasons = []
    for member, territory in queries.memberships(session, person.id):
        try:
            services.keep_an_administrator(session, member)
        except Refusal:
            if queries.count_members(session, [territory.id]).get(territory.id, 0) > 1:
                reasons.append(
                    _("You are the only administrator of %(territory)s. Give somebody else the role first.",
                      territory=territory.name)
                )  # fmt: skip
    if person.is_operator and len(queries.operators(session)) == 1:
        reasons.append(_("You are the only operator of this platform. Name somebody else first."))
    if reasons:
        raise Refusal(*reasons)


def _forget_member(member: Member) -> None:
    member.status = MemberStatus.LEFT
    member.left_at = member.left_at or clock.now()
    member.about = member.place = member.reason = ""
    member.answers, member.address_sealed = [], None
    member.public_cell = member.public_lat = member.public_lon = None
    member.grants.clear()


def _forget_person(session: Session, person: Person) -> None:
    for gone in (
        sa.delete(OutgoingMail).where(OutgoingMail.recipient == person.email),
        sa.delete(Notification).where(Notification.person_id == person.id),
        sa.delete(NotificationChoice).where(NotificationChoice.person_id == person.id),
        sa.delete(SignIn).where(SignIn.person_id == person.id),
    ):
        session.execute(gone)
    person.webauthn.clear()
    person.email = f"former-{person.id}@erased.invalid"
    with speaking(person.language):
        person.first_name = _("Former member")
    person.last_name = ""
    person.password = person.tf_primary_method = person.tf_totp_secret = None
    person.tf_phone_number = person.us_totp_secrets = person.us_phone_number = None
    person.tf_last_counter = person.mf_recovery_codes = None
    person.fs_uniquifier = f"erased {person.id}"
    person.fs_webauthn_user_handle = None
    person.is_operator = person.active = False
    person.erased_at = clock.now()


def tidy(session: Session) -> int:
    """Delete what is no longer needed: counts of tries, sign-ins long over, sign-ups nobody confirmed.

    Returns:
        How many rows went.
    """
    return rate_limits.forget_old(session) + forget_sign_ins(session) + forget_unconfirmed(session)


def forget_sign_ins(session: Session) -> int:
    """Delete sign-ins that ended or ran out more than ``KEPT_AFTER`` ago; returns how many."""
    since = clock.now() - KEPT_AFTER
    gone = session.execute(
        sa.delete(SignIn).where(sa.or_(SignIn.ended_at < since, SignIn.expires_at < since))
    )
    return int(getattr(gone, "rowcount", 0))


def forget_unconfirmed(session: Session) -> int:
    """Delete sign-ups that nobody confirmed in time; returns how many."""
    since = clock.now() - CONFIRMED_WITHIN
    members = sa.select(Member.person_id)
    gone = session.execute(
        sa.delete(Person).where(
            Person.confirmed_at.is_(None), Person.created_at < since, Person.id.not_in(members)
        )
    )
    return int(getattr(gone, "rowcount", 0))
