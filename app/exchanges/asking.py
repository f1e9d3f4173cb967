"""What a proposal on a listing asks, from its kind and from what is switched on in its sub-network."""

from sqlalchemy.orm import Session

from app.exchanges.forms import Asked, AskForm
from app.exchanges.models import GIFT
from app.exchanges.quantities import as_typed
from app.exchanges.settlement import terms_here
from app.exchanges.words import Money, terms_in_words
from app.kernel.registry import Plugins
from app.listings.models import Listing
from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import enabled_plugins
from app.text import _


def asked_for(session: Session, plugins: Plugins, listing: Listing, *, zone: str) -> Asked:
    """Return what the form of a proposal on ``listing`` asks."""
    terms = terms_here(session, plugins, listing, enabled_plugins(session, listing.subnetwork_id))
    amounts = {
        slug: _money(session, plugins, listing, slug)
        for slug in terms
        if slug != GIFT and plugins.settlements[slug].asks_amount
    }
    labels = [str(plugins.settlements[slug].amount_label) for slug in amounts]
    kind = plugins.kinds.get(listing.kind)
    return Asked(
        unit=kind.unit if kind else "",
        zone=zone,
        question=str(kind.question) if kind else "",
        terms=[(slug, _capital(terms_in_words(plugins, slug))) for slug in terms],
        amounts=amounts,
        amount_label=labels[0] if len(labels) == 1 else _("What amount? (not for a gift)"),
    )


def _money(session: Session, plugins: Plugins, listing: Listing, terms: str) -> Money:
    method = plugins.settlements[terms]
    ledger = None
    if method.ledger is not None:
        ledger = method.ledger(session, session.get_one(Subnetwork, listing.subnetwork_id))
    return Money(
        unit=ledger.unit if ledger else method.unit,
        scale=ledger.scale if ledger else 0,
        moves=ledger is not None,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def first_wish(session: Session, plugins: Plugins, listing: Listing, form: AskForm) -> None:
    """Fill the form in with what the listing suggests."""
    kind = plugins.kinds.get(listing.kind)
    quantity = listing.quantity
    if kind is not None and quantity is None:
        detail = session.get(kind.detail, listing.id) if kind.detail is not None else None
        quantity = kind.suggest(listing, detail) if kind.suggest and detail is not None else None
        if quantity is None and kind.unit != "nights":  # nights follow from the days, once these are said
            quantity = kind.default_quantity
    form.quantity.data = as_typed(quantity, form.asked.unit)
    if form.asked.terms:
        form.terms.data = form.asked.terms[0][0]
    if "amount" in form and listing.amount is not None:
        money = next(iter(form.asked.amounts.values()))
        form.amount.data = as_typed(listing.amount, money.unit, scale=money.scale)
