"""What the core asks about tasks and hours."""

from sqlalchemy.orm import Session

from app.plugin_api import (
    Exchange,
    Ledger,
    Listing,
    Match,
    Proposal,
    Quote,
    Refusal,
    Subnetwork,
    _,
    amount_in_words,
    minutes_in_words,
    open_ledger,
    settings_of,
)
from plugins.time_bank.models import Task
from plugins.time_bank.rules import Mode, Rules, rules_from
from plugins.time_bank.words import PLACES, RHYTHMS

SLUG = "time_bank"
TERMS = "time_bank.hours"
USUAL_MINUTES = 60


def card(task: Task) -> list[str]:
    """Return the short facts of a task."""
    found = [] if task.minutes is None else [_("about %(time)s", time=minutes_in_words(task.minutes))]
    if task.place == "remote":
        found.append(_place(task))
    if task.rhythm == "every_week":
        found.append(_rhythm(task))
    return found


def facts(task: Task) -> list[tuple[str, str]]:
    """Return every fact of a task with its name."""
    usual = _("it depends") if task.minutes is None else minutes_in_words(task.minutes)
    found = [(_("Usual duration"), usual), (_("Where"), _place(task)), (_("How often"), _rhythm(task))]
    if task.travel_counts:
        on_the_way = (
            _("counts as time given")
            if not task.travel_minutes
            else _("counts as time given, about %(time)s", time=minutes_in_words(task.travel_minutes))
        )
        found.append((_("The way there and back"), on_the_way))
    return found


def _place(task: Task) -> str:
    return str(dict(PLACES).get(task.place, task.place))


def _rhythm(task: Task) -> str:
    return str(dict(RHYTHMS).get(task.rhythm, task.rhythm))


def suggested_minutes(listing: Listing, task: Task) -> int | None:
    """Return the time to propose: the usual one, with the way when it counts."""
    if task.minutes is None:
        return None
    return task.minutes + (task.travel_minutes or 0 if task.travel_counts else 0)


def rules_of(session: Session, subnetwork: Subnetwork) -> Rules:
    """Return what a sub-network decided about its hours."""
    return rules_from(settings_of(session, subnetwork.id, SLUG))


def ledger(session: Session, subnetwork: Subnetwork) -> Ledger | None:
    """Return the ledger of a sub-network, opened on first use and kept to its settings.

    Returns:
        ``None`` where nothing is counted centrally.
    """
    rules = rules_of(session, subnetwork)
    return central_ledger(session, subnetwork, rules) if rules.mode == Mode.CENTRAL else None


def central_ledger(session: Session, subnetwork: Subnetwork, rules: Rules) -> Ledger:
    """Open the ledger of hours, or bring the one that is open to ``rules``; its unit stays what it was."""
    return open_ledger(
        session,
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        plugin=SLUG,
        name=rules.name or subnetwork.name,
        unit=rules.unit,
        floor=rules.limit(rules.lowest_balance_minutes),
        ceiling=rules.limit(rules.highest_balance_minutes),
        welcome=rules.units(rules.welcome_minutes),
    )


def is_counted(session: Session, subnetwork: Subnetwork) -> bool:
    """Tell whether exchanges of a sub-network may be agreed in hours at all."""
    return rules_of(session, subnetwork).mode != Mode.NONE


def quote(session: Session, subnetwork: Subnetwork, proposal: Proposal) -> Quote:
    """Quote a proposal: an hour is an hour, so the time agreed, the way included, is the price.

    Raises:
        Refusal: longer than the rules allow.
    """
    minutes, rules = proposal.quantity or 0, rules_of(session, subnetwork)
    longest = rules.longest_exchange_minutes
    if longest is not None and minutes > longest:
        most = minutes_in_words(longest)
        raise Refusal(_("At most %(most)s may be asked for this.", most=most), field="quantity")
    if rules.mode == Mode.NONE:
        return Quote(amount=0, text=_("nothing is counted"))
    if rules.mode == Mode.DECLARED:
        return Quote(amount=minutes, text=minutes_in_words(minutes))
    return Quote(amount=rules.units(minutes), text=time_in_words(rules, minutes))


def time_in_words(rules: Rules, minutes: int) -> str:
    """Write a time as it is counted there: ``1 h 30``, ``30 grains``, ``7 grains (20 min, rounded)``."""
    if not rules.unit_name:
        return minutes_in_words(minutes)
    if minutes < 0:
        return f"\u2212{time_in_words(rules, -minutes)}"
    units = amount_in_words(rules.units(minutes), rules.unit)
    if rules.is_whole(minutes):
        return units
    return _("%(units)s (%(time)s, rounded)", units=units, time=minutes_in_words(minutes))


def minutes_given(session: Session, exchange: Exchange) -> int | None:
    """Return the minutes that were agreed for a confirmed exchange, ``None`` when nobody said how long."""
    return exchange.proposal.quantity


def time_fits(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score whether two tasks of one kind want the same place, rhythm and length."""
    offered, wanted = session.get(Task, offer.id), session.get(Task, request.id)
    if offered is None or wanted is None or offer.kind != request.kind:
        return None
    if not _places_meet(offered.place, wanted.place):
        return None
    same_rhythm = offered.rhythm == wanted.rhythm
    score = 0.5 + 0.2 * same_rhythm + 0.3 * _length_fits(offered.minutes, wanted.minutes)
    return Match(score=round(score, 2), reason=_reason(offered, wanted, same_rhythm))


def _places_meet(one: str, other: str) -> bool:
    return one == other or "any" in (one, other)


def _length_fits(offered: int | None, wanted: int | None) -> float:
    """Return 1 when the offered time is enough, less as it falls short, a half when one does not say."""
    if offered is None or wanted is None or wanted == 0:
        return 0.5
    return min(1.0, offered / wanted)


def _reason(offered: Task, wanted: Task, same_rhythm: bool) -> str:
    if wanted.minutes is not None and offered.minutes is not None and offered.minutes >= wanted.minutes:
        return _("the same kind of help, and time enough (%(time)s)", time=minutes_in_words(wanted.minutes))
    if same_rhythm:
        return _("the same kind of help, as often")
    return _("the same kind of help")
