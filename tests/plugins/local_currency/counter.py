"""A village with a currency: a coordinator, a keeper of the desk, members, a shop."""

from itertools import count
from typing import Any

from app.ledgers.queries import find_ledger
from app.ledgers.services import account_of
from app.testing import factories
from plugins.local_currency import approvals, desk, desk_days, issuing, services
from plugins.local_currency.approvals import Words
from plugins.local_currency.desk_models import Desk, DeskDay, Means, Slip
from plugins.local_currency.models import Organisation, OrganisationKind

NAME, CODE = "Grain", "GR"
IBAN = "FR1420041010050500013M02606"
"""The example of the standard; no such account exists."""


class Counter:
    """Ana coordinates, Kim holds the desk of the bookshop, Nour is a member."""

    def __init__(self, village: Any, **settings: Any) -> None:
        self.village = village("local_currency", **({"name": NAME, "code": CODE} | settings))
        self.session, self.network = self.village.session, self.village.network
        self.territory, self.ana, self.nour = self.village.territory, self.village.ana, self.village.nour
        self.kim = factories.member(self.session, self.territory, first_name="Kim")
        factories.takes_part(self.session, self.network, self.ana, coordinates=True)
        self._keys = count(1)
        self.session.commit()

    @property
    def base(self) -> str:
        return f"/t/bordeaux/local_currency/{self.network.slug}"

    def desk(self, name: str = "Bookshop") -> Desk:
        made = desk.found(
            self.session, self.network, name=name, place="3 rue du Pas", opening_hours="Sat 10-12"
        )
        desk.entrust(self.session, made, self.kim, by=self.ana)
        self.session.commit()
        return made

    def day(self, at: Desk, cash: int = 0, note: str = "") -> DeskDay:
        made = desk_days.begin(self.session, self.network, at, count=cash, note=note, by=self.kim)
        self.session.commit()
        return made

    def account(self, member: Any) -> Any:
        return account_of(self.session, services.ledger(self.session, self.network), member.id)

    def issue(
        self, member: Any, amount: int, day: DeskDay | None = None, means: str = Means.CASH, key: str = ""
    ) -> Slip:
        made = issuing.issue(
            self.session,
            self.network,
            self.account(member),
            amount=amount,
            means=means if day else Means.TRANSFER,
            memo="R 12",
            key=key or f"form-{next(self._keys)}",
            by=self.kim,
            day=day,
        )
        self.session.commit()
        return made

    def shop(self, name: str = "Bakery of the Port", kind: str = "professional") -> Organisation:
        made = approvals.apply(
            self.session,
            self.network,
            kind=OrganisationKind(kind),
            name=name,
            words=Words(activity="Bread"),
            member=self.nour,
        )
        approvals.vote(self.session, self.network, made, yes=True, reason="", by=self.ana)
        self.session.commit()
        return made

    def units(self) -> Any:
        return find_ledger(self.session, self.network.id, "local_currency")

    def euros(self) -> Any:
        return find_ledger(self.session, self.network.id, "local_currency", "fund")
