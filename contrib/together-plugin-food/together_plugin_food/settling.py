"""Sharing what the ingredients cost, from hand to hand: everybody the same part, nobody earns."""

from app.plugin_api import Exchange, Proposal, Quote, Refusal, Subnetwork, _, amount_in_words
from sqlalchemy.orm import Session

from together_plugin_food.models import Meal
from together_plugin_food.telling import share_in_cents


def quote(session: Session, subnetwork: Subnetwork, proposal: Proposal) -> Quote:
    """Quote what was asked, limited to the share of the ingredients.

    Raises:
        Refusal: the cook has not said what the ingredients cost.
    """
    exchange = session.get_one(Exchange, proposal.exchange_id)
    meal = session.get(Meal, exchange.listing_id)
    if meal is None or not meal.ingredients:
        said = _("The listing does not say what the ingredients cost: agree on a gift.")
        raise Refusal(said, field="terms")
    ceiling = share_in_cents(meal, proposal.quantity or 1)
    return Quote(amount=proposal.amount, text=amount_in_words(proposal.amount, "cents"), ceiling=ceiling)
