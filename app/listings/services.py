"""Use cases of listings. They flush; the caller commits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.errors import Refusal
from app.kernel.registry import Plugins
from app.listings import words
from app.listings.cards import term_label
from app.listings.models import Listing, ListingComponent, ListingPicture, ListingStatus
from app.members.models import Member
from app.notifications.services import notify
from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import enabled_plugins, places_for_kind
from app.territories.models import Territory
from app.text import _, speaking
from app.webhooks import outbox
from app.wellbeing.queries import current

MOST_PICTURES = 6
WARNED_BEFORE = timedelta(days=7)
RENEWED_FOR = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Picked:
    """A picture chosen for a listing, in words for who cannot see it."""

    picture_id: UUID
    alt: str = ""


def terms_allowed(session: Session, plugins: Plugins, kind: str, subnetwork_id: UUID) -> tuple[str, ...]:
    """Return the terms that suit ``kind`` and are available in a sub-network."""
    return terms_among(plugins, kind, enabled_plugins(session, subnetwork_id))


def terms_among(plugins: Plugins, kind: str, enabled: Collection[str]) -> tuple[str, ...]:
    """Return the terms that suit ``kind`` where the plugins ``enabled`` are switched on."""
    found = plugins.kinds.get(kind)
    if found is None:
        return ("gift",)
    return tuple(
        term
        for term in found.terms
        if term == "gift" or (plugins.suits(term, kind) and term.split(".")[0] in enabled)
    )


def save(
    session: Session,
    plugins: Plugins,
    *,
    listing: Listing,
    detail: Any | None,
    components: Iterable[str],
    pictures: Sequence[Picked],
) -> Listing:
    """Write a listing down with its kind's own row, its components and its pictures.

    Raises:
        Refusal: the kind is not switched on in the sub-network, or a rule of it says no.
    """
    _check(session, plugins, listing)
    if len(pictures) > MOST_PICTURES:
        raise Refusal(_("Six pictures are enough. Take some away."), field="pictures")
    former_home = _former(listing, "subnetwork_id") if _is_on_board(listing) else None
    session.add(listing)
    session.flush()
    if detail is not None:
        detail.listing_id = listing.id
        detail.territory_id = listing.territory_id
        session.add(detail)
    _replace_components(session, listing, components)
    _replace_pictures(session, listing, pictures)
    session.flush()
    _index(session, plugins, listing)
    if former_home is not None:
        _announce_change(session, listing, former_home)
    return listing


def _is_on_board(listing: Listing) -> bool:
    return listing.status == ListingStatus.ACTIVE


def _announce(session: Session, listing: Listing, what: str, *, subnetwork_id: UUID | None = None) -> None:
    """Tell the webhooks of its sub-network what happened to a listing; flushes first."""
    session.flush()
    home = subnetwork_id or listing.subnetwork_id
    outbox.write(session, f"listing.{what}", subnetwork_id=home, object_id=listing.id)


def _announce_change(session: Session, listing: Listing, former_home: UUID) -> None:
    if former_home == listing.subnetwork_id:
        _announce(session, listing, "changed")
    else:
        _announce(session, listing, "ended", subnetwork_id=former_home)
        _announce(session, listing, "published")


def _check(session: Session, plugins: Plugins, listing: Listing) -> None:
    allowed = {*terms_allowed(session, plugins, listing.kind, listing.subnetwork_id)}
    if _stays(listing):
        allowed.update(_former(listing, "terms"))  # what was possible when it was written may be kept
    else:
        require_place(session, plugins, listing)
    refused = [term_label(plugins, term) for term in listing.terms if term not in allowed]
    if refused:
        raise Refusal(
            _("This is not possible in that sub-network: %(terms)s.", terms=", ".join(refused)), field="terms"
        )
    if not listing.terms:
        raise Refusal(_("Choose how you would like to settle it."), field="terms")


def _former(listing: Listing, name: str) -> Any:
    """Return what a field held before it was changed, what it holds when it was not."""
    history: Any = sa.inspect(listing).attrs[name].history
    return history.deleted[0] if history.deleted else getattr(listing, name)


def _stays(listing: Listing) -> bool:
    """Tell whether a listing that was written down before stays where it is."""
    return sa.inspect(listing).persistent and _former(listing, "subnetwork_id") == listing.subnetwork_id


def require_place(session: Session, plugins: Plugins, listing: Listing) -> None:
    """Make sure that the kind of a listing is switched on where it is to be shown.

    Raises:
        Refusal: it is not, or no longer.
    """
    if listing.kind not in plugins.kinds:
        raise Refusal(_("This kind of listing is no longer possible here."), field="kind")
    places = places_for_kind(session, plugins, listing.kind)
    if listing.subnetwork_id not in {place.id for place in places}:
        raise Refusal(_("No sub-network here takes this kind of listing."), field="subnetwork_id")


def let_last(session: Session, listing: Listing, lasts: str, last_day: date | None) -> None:
    """Say how long a listing stays on the board: ``months``, until a ``day``, or ``never`` ending.

    Raises:
        Refusal: the last day has passed.
    """
    today = _today(session, listing)
    if lasts == "never":
        listing.expires_on = None
    elif lasts == "day" and last_day is not None:
        if last_day < today and last_day != listing.expires_on:
            raise Refusal(_("That day has passed."), field="expires_on")
        listing.expires_on = last_day
    else:
        listing.expires_on = today + RENEWED_FOR
    if listing.expires_on is None or listing.expires_on > today + WARNED_BEFORE:
        listing.warned_at = None


def _replace_components(session: Session, listing: Listing, codes: Iterable[str]) -> None:
    known = current(session).components
    session.execute(sa.delete(ListingComponent).where(ListingComponent.listing_id == listing.id))
    for code in sorted({code for code in codes if code in known}):
        session.add(ListingComponent(territory_id=listing.territory_id, listing_id=listing.id, code=code))


def _replace_pictures(session: Session, listing: Listing, pictures: Sequence[Picked]) -> None:
    session.execute(sa.delete(ListingPicture).where(ListingPicture.listing_id == listing.id))
    for position, picked in enumerate(pictures):
        session.add(
            ListingPicture(
                territory_id=listing.territory_id,
                listing_id=listing.id,
                position=position,
                picture_id=picked.picture_id,
                alt=picked.alt,
            )
        )


def _index(session: Session, plugins: Plugins, listing: Listing) -> None:
    kind = plugins.kinds.get(listing.kind)
    labels = []
    for language in ("fr", "en"):
        with speaking(language):
            labels.append(str(kind.label) if kind else "")
    words.index(session, listing, *labels, listing.place)


def publish(session: Session, listing: Listing) -> None:
    """Put a listing on the board; its author's public point goes with it."""
    member, was_there = session.get_one(Member, listing.member_id), _is_on_board(listing)
    listing.public_lat, listing.public_lon = member.public_lat, member.public_lon
    listing.place = listing.place or member.place
    listing.status = ListingStatus.ACTIVE
    listing.published_at = listing.published_at or clock.now()
    listing.hidden_reason = None
    _announce(session, listing, "changed" if was_there else "published")


def pause(session: Session, listing: Listing) -> None:
    """Take a listing off the board for a while.

    Raises:
        Refusal: it is not on the board.
    """
    if listing.status != ListingStatus.ACTIVE:
        raise Refusal(_("Only a listing on the board can be paused."))
    listing.status = ListingStatus.PAUSED
    _announce(session, listing, "ended")


def resume(session: Session, listing: Listing) -> None:
    """Put a paused or ended listing back on the board; an end date that has passed is moved.

    Raises:
        Refusal: a coordinator hid it.
    """
    if listing.status == ListingStatus.HIDDEN:
        raise Refusal(_("A coordinator has hidden this listing. Write to them first."))
    if listing.status == ListingStatus.DRAFT:
        raise Refusal(_("This is still a draft. Look it over, then publish it."))
    if _over(session, listing):
        renew(session, listing)
    publish(session, listing)


def renew(session: Session, listing: Listing) -> date:
    """Keep a listing on the board for another three months from today. Returns its new last day.

    Raises:
        Refusal: a coordinator hid it, or it was never on the board.
    """
    if listing.status in (ListingStatus.HIDDEN, ListingStatus.DRAFT):
        raise Refusal(_("This listing is not on the board."))
    listing.expires_on = _today(session, listing) + RENEWED_FOR
    listing.warned_at = None
    if listing.status == ListingStatus.ENDED:
        publish(session, listing)
    elif _is_on_board(listing):
        _announce(session, listing, "changed")
    session.flush()
    return listing.expires_on


def keep_for_ever(session: Session, listing: Listing) -> None:
    """Let a listing stay on the board without an end."""
    listing.expires_on = listing.warned_at = None
    if _is_on_board(listing):
        _announce(session, listing, "changed")
    session.flush()


def end(session: Session, listing: Listing) -> None:
    """Take a listing off the board for good; its exchanges go on.

    Raises:
        Refusal: a coordinator hid it.
    """
    if listing.status == ListingStatus.HIDDEN:
        raise Refusal(_("A coordinator has hidden this listing. Write to them first."))
    was_there = _is_on_board(listing)
    listing.status = ListingStatus.ENDED
    if was_there:
        _announce(session, listing, "ended")
    session.flush()


def hide(session: Session, listing: Listing, *, reason: str) -> None:
    """Hide a listing, with the reason its author reads.

    Raises:
        Refusal: no reason was given.
    """
    if not reason.strip():
        raise Refusal(_("Say why: its author will read it."), field="reason")
    if listing.status == ListingStatus.DRAFT:
        raise Refusal(_("This listing is not on the board."))
    was_there = _is_on_board(listing)
    listing.status, listing.hidden_reason = ListingStatus.HIDDEN, reason.strip()
    if was_there:
        _announce(session, listing, "ended")
    session.flush()
    _tell(session, listing, "listing.hidden", {"title": listing.title, "reason": listing.hidden_reason})


def show_again(session: Session, listing: Listing) -> None:
    """Put a hidden listing back on the board.

    Raises:
        Refusal: it is not hidden.
    """
    if listing.status != ListingStatus.HIDDEN:
        raise Refusal(_("This listing is not hidden."))
    listing.hidden_reason = None
    publish(session, listing)


def end_all_of(session: Session, member_id: UUID) -> None:
    """End every listing of a member who leaves."""
    there = Listing.member_id == member_id, Listing.status == ListingStatus.ACTIVE
    on_board = session.scalars(sa.select(Listing).where(*there).order_by(Listing.id)).all()
    session.execute(
        sa.update(Listing).where(Listing.member_id == member_id).values(status=ListingStatus.ENDED)
    )
    for listing in on_board:
        _announce(session, listing, "ended")


def expire(session: Session) -> int:
    """Warn authors a week before the last day, and end what is over. Returns how many were touched.

    Crosses territories: each listing is judged by the day it is in its own.
    """
    touched = 0
    soon = clock.today() + WARNED_BEFORE + timedelta(days=1)
    active = sa.select(Listing).where(Listing.status == ListingStatus.ACTIVE, Listing.expires_on <= soon)
    for listing in session.scalars(active.options(joinedload(Listing.member))):
        today = _today(session, listing)
        assert listing.expires_on is not None
        if listing.expires_on < today:
            listing.status = ListingStatus.ENDED
            _announce(session, listing, "ended")
            _tell(session, listing, "listing.ended", {"title": listing.title})
        elif listing.warned_at is None and listing.expires_on <= today + WARNED_BEFORE:
            listing.warned_at = clock.now()
            day = listing.expires_on.isoformat()
            _tell(session, listing, "listing.ending", {"title": listing.title, "day": day})
        else:
            continue
        touched += 1
    session.flush()
    return touched


def _today(session: Session, listing: Listing) -> date:
    return clock.today(session.get_one(Territory, listing.territory_id).time_zone)


def _over(session: Session, listing: Listing) -> bool:
    return listing.expires_on is not None and listing.expires_on < _today(session, listing)


def _tell(session: Session, listing: Listing, kind: str, values: dict[str, Any]) -> None:
    territory = session.get_one(Territory, listing.territory_id)
    member = session.get_one(Member, listing.member_id)
    notify(
        session,
        person_id=member.person_id,
        kind=kind,
        territory_id=territory.id,
        path=f"/t/{territory.slug}/listings/{listing.id}",
        values=values,
    )


def default_subnetwork(places: Sequence[Subnetwork], mine: Iterable[UUID]) -> Subnetwork | None:
    """Choose where a listing most likely belongs: a sub-network its author is in, else the first."""
    ids = set(mine)
    return next((place for place in places if place.id in ids), places[0] if places else None)
