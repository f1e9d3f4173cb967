"""What the core asks about the local currency: its ledger, its prices, what is out."""

from sqlalchemy.orm import Session

from app.plugin_api import (
    Exchange,
    Ledger,
    Proposal,
    Quote,
    Subnetwork,
    _,
    amount_in_words,
    find_ledger,
    open_ledger,
    settings_of,
)
from plugins.local_currency.models import Product

SLUG = "local_currency"
TERMS = "local_currency.units"
SCALE = 2


def card(product: Product) -> list[str]:
    """Return the short facts of a product."""
    facts = [_("price to be agreed") if product.price is None else price_in_words(product.price)]
    if product.delivery:
        facts.append(_("can be brought"))
    return facts


def facts(product: Product) -> list[tuple[str, str]]:
    """Return every fact of a product with its name."""
    return [
        (_("Price"), _("to be agreed") if product.price is None else price_in_words(product.price)),
        (_("Can be brought"), _("yes") if product.delivery else _("no")),
    ]


def price_in_words(price: int) -> str:
    """Write a price without the code, which is the sub-network's."""
    return _("%(amount)s in local currency", amount=amount_in_words(price, "", scale=SCALE).strip())


def ledger(session: Session, subnetwork: Subnetwork) -> Ledger:
    """Return the ledger of the currency in a sub-network, opened on first use; nobody can owe units."""
    chosen = settings_of(session, subnetwork.id, SLUG)
    return open_ledger(
        session,
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        plugin=SLUG,
        name=chosen.get("name") or _("Local currency"),
        unit=code(session, subnetwork),
        scale=SCALE,
        floor=0,
    )


def quote(session: Session, subnetwork: Subnetwork, proposal: Proposal) -> Quote:
    """Quote the asked amount."""
    words = amount_in_words(proposal.amount, unit(session, subnetwork), scale=SCALE)
    return Quote(amount=proposal.amount, text=words)


def name(session: Session, subnetwork: Subnetwork) -> str:
    """Return the name of the currency that the coordinators chose."""
    chosen: str | None = settings_of(session, subnetwork.id, SLUG).get("name")
    return chosen or _("Local currency")


def code(session: Session, subnetwork: Subnetwork) -> str:
    """Return the code of the currency that the coordinators chose."""
    chosen: str | None = settings_of(session, subnetwork.id, SLUG).get("code")
    return chosen or "MLC"


def unit(session: Session, subnetwork: Subnetwork) -> str:
    """Return the code of the units that are in use: once the ledger is open, its own."""
    book = find_ledger(session, subnetwork.id, SLUG)
    return code(session, subnetwork) if book is None else book.unit


def products_sold(session: Session, exchange: Exchange) -> int:
    """Return how many goods or services were exchanged."""
    return exchange.proposal.quantity or 1


def euros_in_words(cents: int) -> str:
    """Write a sum of euros."""
    return amount_in_words(cents, "cents")
