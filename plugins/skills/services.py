"""What the core asks about lessons."""

from sqlalchemy.orm import Session

from app.plugin_api import Exchange, Listing, Match, _, ngettext, settings_of
from plugins.skills.models import Lesson
from plugins.skills.words import LEVELS, SETTINGS

USUAL_MINUTES = 60


def card(lesson: Lesson) -> list[str]:
    """Return the short facts of a lesson."""
    facts = [str(dict(SETTINGS).get(lesson.setting, lesson.setting))]
    if lesson.level != "all":
        facts.append(str(dict(LEVELS).get(lesson.level, lesson.level)))
    return facts


def facts(lesson: Lesson) -> list[tuple[str, str]]:
    """Return every fact of a lesson with its name."""
    found = [
        (_("Subject"), lesson.subject),
        (_("Level"), str(dict(LEVELS).get(lesson.level, lesson.level))),
        (_("How"), str(dict(SETTINGS).get(lesson.setting, lesson.setting))),
    ]
    if lesson.setting == "group" and lesson.seats:
        found.append((_("Places"), ngettext("%(num)s place", "%(num)s places", lesson.seats)))
    return found


def minutes_learned(session: Session, exchange: Exchange) -> int:
    """Return the minutes of a lesson as agreed, the sub-network's usual length when nothing was said."""
    usual: int = settings_of(session, exchange.subnetwork_id, "skills").get("usual_minutes") or USUAL_MINUTES
    return exchange.proposal.quantity or usual


def same_subject(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score whether a lesson is about what somebody wants to learn."""
    taught, wanted = session.get(Lesson, offer.id), session.get(Lesson, request.id)
    if taught is None or wanted is None:
        return None
    if taught.subject.strip().casefold() != wanted.subject.strip().casefold():
        return None
    return Match(score=1.0, reason=_("the same subject: %(subject)s", subject=taught.subject))
