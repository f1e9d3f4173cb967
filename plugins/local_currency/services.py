"""What the core asks about the local currency, and the issue of units."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.plugin_api import (
    Exchange,
    Ledger,
    Member,
    Proposal,
    Quote,
    Subnetwork,
    Transfer,
    _,
    account_of,
    amount_in_words,
    find_ledger,
    issuance_account,
    issued_units,
    open_ledger,
    settings_of,
    transfer,
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
    book = find_ledger(session, subnetwork.id, SLUG)
    unit = book.unit if book is not None else code(session, subnetwork)
    return Quote(amount=proposal.amount, text=amount_in_words(proposal.amount, unit, scale=SCALE))


def code(session: Session, subnetwork: Subnetwork) -> str:
    """Return the code of the currency that the coordinators chose."""
    chosen: str | None = settings_of(session, subnetwork.id, SLUG).get("code")
    return chosen or "MLC"


def issue(
    session: Session, subnetwork: Subnetwork, member: Member, *, amount: int, memo: str, key: str, by: Member
) -> Transfer:
    """Issue units to a member against euros received; the issuance account goes down by as much.

    Args:
        amount: in hundredths of the unit.
        key: of the form; sent twice, it is issued once.
    """
    book = ledger(session, subnetwork)
    return transfer(
        session,
        ledger=book,
        payer_id=issuance_account(session, book).id,
        payee_id=account_of(session, book, member.id).id,
        amount=amount,
        reason="issue",
        key=f"issue:{key}",
        memo=memo,
        entered_by_id=by.id,
    )


@dataclass(frozen=True, kw_only=True)
class Issued:
    """How many units are out."""

    amount: int
    unit: str
    scale: int


def issued(session: Session, subnetwork: Subnetwork) -> Issued | None:
    """Return how many units are out, ``None`` before the first issue."""
    book = find_ledger(session, subnetwork.id, SLUG)
    if book is None:
        return None
    out = issued_units(session, book.id)
    return Issued(amount=out, unit=book.unit, scale=book.scale) if out else None


def products_sold(session: Session, exchange: Exchange) -> int:
    """Return how many goods or services were exchanged."""
    return exchange.proposal.quantity or 1
