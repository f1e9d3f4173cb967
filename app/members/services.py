"""Use cases of membership: joining, leaving, deciding, roles, places. They flush; the caller commits."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.geo import cells
from app.geo.point import Point
from app.lines import one_line
from app.members import queries
from app.members.models import Member, MemberRole, MemberStatus, Person
from app.notifications.services import notify
from app.roles import Role
from app.territories.models import Joining, Territory
from app.text import _, lazy

LONGEST_NAME = 60
LONGEST_TEXT = 2_000
GIVEN = (Role.FACILITATOR, Role.RESEARCHER, Role.ADMINISTRATOR)
ROLE_NAMES = {
    Role.FACILITATOR: lazy("facilitator"),
    Role.RESEARCHER: lazy("researcher"),
    Role.ADMINISTRATOR: lazy("administrator"),
    Role.COORDINATOR: lazy("coordinator"),
}


def join(
    session: Session, territory: Territory, person: Person, *, answers: list[str] | None = None
) -> Member:
    """Make ``person`` a member, or let them wait for an answer where joining needs approval.

    Who was here before and left is here again, with the same history.

    Raises:
        Refusal: they were suspended, or a question is unanswered.
    """
    member = queries.membership(session, territory.id, person.id)
    if member is not None and member.status in (MemberStatus.ACTIVE, MemberStatus.PENDING):
        return member
    if member is not None and member.status == MemberStatus.SUSPENDED:
        raise Refusal(
            _(
                "Your membership is suspended. Write to an administrator of %(territory)s.",
                territory=territory.name,
            )
        )
    answers = [answer.strip() for answer in answers or ()]
    asks = territory.joining == Joining.APPROVAL
    if asks and (len(answers) != len(territory.questions) or not all(answers)):
        raise Refusal(_("Answer every question: those who welcome you read it."))
    if member is None:
        member = Member(territory_id=territory.id, person=person)
        session.add(member)
    member.status = MemberStatus.PENDING if asks else MemberStatus.ACTIVE
    member.answers = answers if asks else []
    member.reason, member.left_at = "", None
    if not asks:
        _welcome(session, member, territory)
    session.flush()
    if asks:
        for administrator in queries.with_role(session, territory.id, Role.ADMINISTRATOR):
            notify(
                session,
                person_id=administrator.person_id,
                kind="membership.asked",
                path=f"/t/{territory.slug}/members",
                territory_id=territory.id,
                values={"name": person.first_name, "territory": territory.name},
            )
    return member


def _welcome(session: Session, member: Member, territory: Territory) -> None:
    member.status = MemberStatus.ACTIVE
    member.joined_at = clock.now()
    if not member.place:
        member.place = territory.name
    if member.public_lat is None and territory.lat is not None and territory.lon is not None:
        place = cells.public_place(Point(territory.lat, territory.lon), cells.nobody_known)
        _put(member, place)


def approve(session: Session, member: Member, territory: Territory, *, by: Member) -> None:
    """Welcome somebody who asked to join."""
    _still(member, MemberStatus.PENDING)
    _welcome(session, member, territory)
    _decided(member, by, "")
    session.flush()
    _tell(session, member, territory, "membership.approved", f"/t/{territory.slug}/")


def refuse(session: Session, member: Member, territory: Territory, *, by: Member, reason: str) -> None:
    """Say no to somebody who asked to join, and why."""
    _still(member, MemberStatus.PENDING)
    member.status = MemberStatus.REFUSED
    _decided(member, by, reason)
    session.flush()
    _tell(session, member, territory, "membership.refused", "/", reason=reason)


def suspend(session: Session, member: Member, territory: Territory, *, by: Member, reason: str) -> None:
    """Keep a member out until further notice, and say why.

    Raises:
        Refusal: it is oneself or the last administrator.
    """
    _still(member, MemberStatus.ACTIVE)
    if member.id == by.id:
        raise Refusal(_("You cannot suspend yourself. You can leave."))
    keep_an_administrator(session, member)
    member.status = MemberStatus.SUSPENDED
    _decided(member, by, reason)
    session.flush()
    _tell(session, member, territory, "membership.suspended", f"/t/{territory.slug}/join", reason=reason)


def reinstate(session: Session, member: Member, territory: Territory, *, by: Member) -> None:
    """Let a suspended member back in."""
    _still(member, MemberStatus.SUSPENDED)
    member.status = MemberStatus.ACTIVE
    _decided(member, by, "")
    session.flush()
    _tell(session, member, territory, "membership.reinstated", f"/t/{territory.slug}/")


def leave(session: Session, member: Member) -> None:
    """End a membership; what was exchanged stays in the ledgers, what was personal here goes.

    Raises:
        Refusal: the last administrator cannot leave the others alone.
    """
    keep_an_administrator(session, member)
    member.status = MemberStatus.LEFT
    member.left_at = clock.now()
    member.about, member.answers, member.address_sealed = "", [], None
    member.grants.clear()
    session.flush()


def give_role(
    session: Session, member: Member, territory: Territory, role: str, *, by: Member | None
) -> None:
    """Give a role: facilitator, researcher or administrator."""
    if role not in GIVEN:
        raise Refusal(_("There is no such role to give."))
    _still(member, MemberStatus.ACTIVE)
    if role in member.roles:
        return
    member.grants.append(
        MemberRole(territory_id=member.territory_id, role=role, given_by_id=by.id if by else None)
    )
    session.flush()
    notify(
        session,
        person_id=member.person_id,
        kind="role.given",
        path=f"/t/{territory.slug}/",
        territory_id=territory.id,
        values={"role": str(ROLE_NAMES[Role(role)]), "place": territory.name},
    )


def set_roles(
    session: Session, member: Member, territory: Territory, roles: Collection[str], *, by: Member | None
) -> None:
    """Give the roles of the list that are missing, and take back the others."""
    for role in sorted(set(roles) - member.roles):
        give_role(session, member, territory, role, by=by)
    for role in sorted(member.roles - set(roles)):
        take_role(session, member, role)


def take_role(session: Session, member: Member, role: str) -> None:
    """Take a role back.

    Raises:
        Refusal: a territory keeps at least one administrator.
    """
    if role == Role.ADMINISTRATOR:
        keep_an_administrator(session, member)
    member.grants[:] = [grant for grant in member.grants if grant.role != role]
    session.flush()


def keep_an_administrator(session: Session, member: Member) -> None:
    """Refuse when ``member`` is the only administrator of a territory.

    Raises:
        Refusal: they are; somebody else has to be named first.
    """
    if Role.ADMINISTRATOR not in member.roles:
        return
    # Of two who go at once each would still see the other: they go one after the other.
    session.execute(sa.select(Territory.id).where(Territory.id == member.territory_id).with_for_update())
    others = queries.with_role(session, member.territory_id, Role.ADMINISTRATOR)
    if all(other.id == member.id for other in others):
        raise Refusal(_("A territory needs an administrator. Give the role to somebody else first."))


def set_place(
    session: Session, member: Member, *, label: str, point: Point | None, inhabitants: cells.Count
) -> None:
    """Say where a member is to be found: the words others read, and the public point of the true one.

    The true point is not kept.
    """
    member.place = label
    if point is None:
        member.public_cell = member.public_lat = member.public_lon = None
    else:
        _put(member, cells.public_place(point, inhabitants, stored=member.public_cell))
    session.flush()


def _put(member: Member, place: cells.PublicPlace) -> None:
    member.public_cell = place.cell
    member.public_lat, member.public_lon = place.point.lat, place.point.lon


def _still(member: Member, status: MemberStatus) -> None:
    if member.status != status:
        raise Refusal(_("Somebody has decided this meanwhile. Look again."))


def _decided(member: Member, by: Member, reason: str) -> None:
    member.decided_at, member.decided_by_id, member.reason = clock.now(), by.id, reason.strip()


def _tell(
    session: Session, member: Member, territory: Territory, kind: str, path: str, *, reason: str = ""
) -> None:
    values = {"territory": territory.name, **({"reason": reason} if reason else {})}
    notify(
        session, person_id=member.person_id, kind=kind, path=path, territory_id=territory.id, values=values
    )


def name_administrator(session: Session, territory: Territory, person: Person) -> Member:
    """Make ``person`` a member and an administrator of ``territory``; for operators."""
    member = queries.membership(session, territory.id, person.id)
    if member is None:
        member = Member(territory_id=territory.id, person=person)
        session.add(member)
    if member.status != MemberStatus.ACTIVE or member.joined_at is None:
        _welcome(session, member, territory)
    session.flush()
    give_role(session, member, territory, Role.ADMINISTRATOR, by=None)
    return member


def change_profile(
    session: Session,
    person: Person,
    *,
    first_name: str | None = None,
    last_name: str | None = None,
    language: str | None = None,
    theme: str | None = None,
) -> None:
    """Change a person's name, language or look; what is ``None`` stays.

    Raises:
        Refusal: there would be no first name.
    """
    if first_name is not None:
        person.first_name = one_line(first_name)
    if last_name is not None:
        person.last_name = one_line(last_name)
    if not person.first_name:
        raise Refusal(_("Tell us your first name."), field="first_name")
    person.language = language or person.language
    person.theme = theme or person.theme
    session.flush()


def make_operator(session: Session, person: Person, *, operator: bool) -> None:
    """Give or take the right to run the platform.

    Raises:
        Refusal: the last operator stays one.
    """
    others: set[UUID] = {other.id for other in queries.operators(session)} - {person.id}
    if not operator and not others:
        raise Refusal(_("The platform needs an operator. Name somebody else first."))
    person.is_operator = operator
    session.flush()
