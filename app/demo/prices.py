"""How much is exchanged, on which terms, at the price that the plugins quote."""

from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.demo.listings import Offered
from app.exchanges.models import GIFT, Proposal
from app.kernel.contributions import Quote
from app.kernel.registry import Plugins
from app.subnetworks.models import Subnetwork

NIGHTS = (1, 1, 2, 2, 2, 3, 3, 4, 5, 7, 10, 14, 21, 30)
LONGEST_MEETING = 240  # minutes
SHARES_OF_COSTS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class Prices:
    """Asks the settlement methods what proposals cost; the same question once."""

    def __init__(self, session: Session, plugins: Plugins, rides: dict[UUID, int]) -> None:
        self._session, self._plugins, self._rides = session, plugins, rides
        self._known: dict[tuple[UUID, str, int | None, int], Quote] = {}

    def quantity(self, random: Random, one: Offered) -> int:
        """Draw how much of a listing somebody takes, in the unit of its kind."""
        unit = self._plugins.kinds[one.text.kind].unit
        if unit == "minutes":
            usual = int(one.text.details.get("minutes", 60))
            return min(LONGEST_MEETING, random.choice((usual, usual, usual, usual + 30, max(30, usual - 30))))
        if unit == "nights":
            most = min(one.text.details.get("nights_max") or 365, self._longest_stay(one))
            return random.choice([nights for nights in NIGHTS if nights <= most] or [1])
        if unit == "km":
            return self._rides[one.id]
        return random.choice((1, 1, 1, 1, 2)) if one.text.family == "local_currency" else 1

    def _longest_stay(self, one: Offered) -> int:
        return int(one.network.settings.get("housing", {}).get("longest_stay") or 365)

    def terms(self, random: Random, one: Offered) -> str:
        """Draw terms among those of a listing, mostly the first."""
        return one.terms[0] if len(one.terms) == 1 or random.random() < 0.72 else random.choice(one.terms[1:])

    def amount(self, random: Random, one: Offered, terms: str, quantity: int) -> int:
        """Return what the receiver gives, in the smallest unit of the terms."""
        if terms == GIFT:
            return 0
        method = self._plugins.settlements[terms]
        asked = self._asked(random, one, terms, quantity) if method.asks_amount else 0
        quoted = self.quote(one, terms, quantity, asked)
        return quoted.amount if quoted.ceiling is None else min(quoted.amount, quoted.ceiling)

    def _asked(self, random: Random, one: Offered, terms: str, quantity: int) -> int:
        price = one.text.details.get("price")
        if price is not None:
            return int(price) * quantity
        ceiling = self.quote(one, terms, quantity, 0).ceiling
        if ceiling is not None:
            share = int(ceiling * random.choice(SHARES_OF_COSTS))
            return min(ceiling, max(10, share - share % 10))
        return random.choice((30, 60, 60, 90))

    def quote(self, one: Offered, terms: str, quantity: int | None, asked: int) -> Quote:
        """Ask the plugin of the terms."""
        key = (one.network.id, terms, quantity, asked)
        if key not in self._known:
            self._known[key] = self._quoted(one, terms, quantity, asked)
        return self._known[key]

    def _quoted(self, one: Offered, terms: str, quantity: int | None, asked: int) -> Quote:
        subnetwork: Any = self._session.get_one(Subnetwork, one.network.id)
        proposal = Proposal(
            territory_id=subnetwork.territory_id, quantity=quantity, amount=asked, terms=terms, what=one.title
        )
        return self._plugins.settlements[terms].quote(self._session, subnetwork, proposal)
