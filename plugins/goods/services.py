"""What the core asks about things."""

from sqlalchemy.orm import Session

from app.plugin_api import Exchange, _, ngettext
from plugins.goods.forms import CONDITIONS, MODES
from plugins.goods.models import Thing


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
    agreed = next((item for item in exchange.proposals if item.number == exchange.agreed_number), None)
    return (agreed.quantity if agreed is not None else None) or 1
