"""What cards and pages tell of a room and of a common good, and how an offer fits a request."""

from collections.abc import Sequence
from itertools import groupby

from app.plugin_api import Listing, Match, _, amount_in_words, locale, minutes_in_words, ngettext
from babel import dates
from sqlalchemy.orm import Session

from together_plugin_spaces.models import Common, Room, Space
from together_plugin_spaces.words import DAYS, EQUIPMENT

Facts = list[tuple[str, str]]


def room_card(room: Room) -> list[str]:
    """Return the short facts of a room."""
    found = [ngettext("%(num)s person", "%(num)s people", room.capacity)]
    if room.surface:
        found.append(_("%(number)s m²", number=room.surface))
    if room.step_free:
        found.append(_("without steps"))
    return found


def common_card(common: Common) -> list[str]:
    """Return the short facts of a common good."""
    found = [ngettext("%(num)s to lend", "%(num)s to lend", common.pieces)]
    if common.longest_days:
        found.append(ngettext("for %(num)s day", "for up to %(num)s days", common.longest_days))
    return found


def room_facts(room: Room) -> Facts:
    """Return every fact of a room with its name."""
    found = [(_("For how many"), ngettext("%(num)s person", "%(num)s people", room.capacity))]
    if room.surface:
        found.append((_("Surface"), _("%(number)s m²", number=room.surface)))
    found.append((_("Without steps"), _("yes") if room.step_free else _("no")))
    if room.equipment:
        named = [str(label) for slug, label in EQUIPMENT if slug in room.equipment]
        found.append((_("What is there"), ", ".join(named)))
    found += week_facts(room, _("Open"))
    if room.shortest:
        found.append((_("Shortest booking"), minutes_in_words(room.shortest)))
    if room.longest:
        found.append((_("Longest booking"), minutes_in_words(room.longest)))
    return found + _common_facts(room)


def common_facts(common: Common) -> Facts:
    """Return every fact of a common good with its name."""
    found = [(_("How many"), ngettext("%(num)s to lend", "%(num)s to lend", common.pieces))]
    if common.comes_with:
        found.append((_("What comes with it"), common.comes_with))
    found += week_facts(common, _("Handed over"))
    if common.longest_days:
        found.append((_("Longest loan"), ngettext("%(num)s day", "%(num)s days", common.longest_days)))
    return found + _common_facts(common)


def _common_facts(space: Space) -> Facts:
    found = []
    if space.notice_days:
        asked = ngettext("at least %(num)s day before", "at least %(num)s days before", space.notice_days)
        found.append((_("When to ask"), asked))
    if space.ahead_days:
        asked = ngettext("at most %(num)s day ahead", "at most %(num)s days ahead", space.ahead_days)
        found.append((_("How early"), asked))
    if space.deposit:
        found.append((_("Deposit"), amount_in_words(space.deposit, "cents")))
    return found


def week_facts(space: Space, name: str) -> Facts:
    """Return the hours of the week in one line; days with the same hours stand together."""
    week = space.typed_week
    if not any(week):
        return []
    parts = []
    for hours, days in groupby(range(len(DAYS)), key=lambda index: week[index]):
        if hours:
            parts.append(_("%(days)s %(hours)s", days=_days(list(days)), hours=hours))
    return [(name, " · ".join(parts))]


def _days(indexes: Sequence[int]) -> str:
    names = dates.get_day_names("wide", locale=locale())
    first, last = names[indexes[0]], names[indexes[-1]]
    return first if len(indexes) == 1 else _("%(first)s to %(last)s", first=first, last=last)


def room_enough(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score whether a room has space for all, and a way in for all."""
    there, wanted = session.get(Room, offer.id), session.get(Room, request.id)
    if there is None or wanted is None:
        return None
    if there.capacity < wanted.capacity:
        return Match(score=0.0, reason=_("too small"))
    if wanted.step_free and not there.step_free:
        return Match(score=0.0, reason=_("with steps"))
    missing = [
        str(label) for slug, label in EQUIPMENT if slug in set(wanted.equipment) - set(there.equipment)
    ]
    if missing:
        score = 1.0 - len(missing) / (len(wanted.equipment) + 1)
        return Match(
            score=score, reason=_("large enough, but without: %(things)s", things=", ".join(missing))
        )
    return Match(
        score=1.0, reason=ngettext("room for %(num)s person", "room for %(num)s people", there.capacity)
    )
