"""What the core asks about things."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.plugin_api import Exchange, State, _, ngettext, settings_of
from plugins.goods.models import Thing
from plugins.goods.words import CONDITIONS, MODES


def card(thing: Thing) -> list[str]:
    """Return the short facts of a thing."""
    facts = [_("to lend") if thing.mode == "lend" else _("to give")]
    if thing.condition in ("new", "to_repair"):
        facts.append(str(dict(CONDITIONS)[thing.condition]))
    return facts


def facts(thing: Thing) -> list[tuple[str, str]]:
    """Return every fact of a thing with its name."""
    found = [
        (_("Lend or give"), str(dict(MODES).get(thing.mode, thing.mode))),
        (_("Condition"), str(dict(CONDITIONS).get(thing.condition, thing.condition))),
    ]
    if thing.mode == "lend" and thing.loan_days:
        found.append((_("Longest loan"), ngettext("%(num)s day", "%(num)s days", thing.loan_days)))
    return found


def things_exchanged(session: Session, exchange: Exchange) -> int:
    """Return how many things changed hands: what was agreed, one when nothing was said."""
    return exchange.proposal.quantity or 1


def too_long(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Object to a loan that is longer than its owner or the sub-network allow."""
    asked = _loan_days(exchange)
    if exchange.kind != "goods.thing" or to is not State.AGREED or asked is None:
        return
    thing = session.get(Thing, exchange.listing_id)
    limit = settings_of(session, exchange.subnetwork_id, "goods").get("longest_loan")
    if thing is not None and thing.mode == "lend" and thing.loan_days and asked > thing.loan_days:
        yield ngettext(
            "This thing is lent for at most %(num)s day.",
            "This thing is lent for at most %(num)s days.",
            thing.loan_days,
        )
    if thing is not None and thing.mode == "lend" and limit and asked > limit:
        yield ngettext(
            "This sub-network allows loans of at most %(num)s day.",
            "This sub-network allows loans of at most %(num)s days.",
            limit,
        )


def _loan_days(exchange: Exchange) -> int | None:
    wanted = exchange.proposal
    if wanted.starts_at is None or wanted.ends_at is None:
        return None
    return max(1, (wanted.ends_at - wanted.starts_at).days)
