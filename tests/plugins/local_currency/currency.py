"""A village with a currency, its desk and its organisations, for the tests of its public face."""

from typing import Any

from app.ledgers.models import Account
from app.ledgers.services import account_of
from app.members.models import Member
from app.testing import factories
from plugins.local_currency import approvals, issuing, services
from plugins.local_currency.approvals import Words
from plugins.local_currency.desk_models import Means
from plugins.local_currency.models import Organisation, OrganisationKind


class Currency:
    """The Grain of a village: Ana coordinates it, Nour has an account."""

    def __init__(self, village: Any, **settings: Any) -> None:
        self.here = village("local_currency", name="Grain", code="GR", **settings)
        self.session, self.network, self.territory = self.here.session, self.here.network, self.here.territory
        self.ana, self.nour = self.here.ana, self.here.nour
        factories.takes_part(self.session, self.network, self.ana, coordinates=True)
        self.ledger = services.ledger(self.session, self.network)
        self.session.commit()
        self.slips = 0

    def account(self, member: Member) -> Account:
        """Return the account of a member."""
        return account_of(self.session, self.ledger, member.id)

    def issue(self, to: Member | Account, amount: int) -> Any:
        """Issue units against euros at the bank."""
        self.slips += 1
        account = self.account(to) if isinstance(to, Member) else to
        slip = issuing.issue(
            self.session,
            self.network,
            account,
            amount=amount,
            means=Means.TRANSFER,
            memo="receipt",
            key=f"slip-{self.slips}",
            by=self.ana,
        )
        self.session.commit()
        return slip

    def member(self, first_name: str) -> Member:
        """Make another member of the territory."""
        return factories.member(self.session, self.territory, first_name=first_name)

    def organisation(
        self,
        name: str,
        *,
        kind: OrganisationKind = OrganisationKind.PROFESSIONAL,
        by: Member | None = None,
        activity: str = "bakery",
        **words: Any,
    ) -> Organisation:
        """Apply for an organisation and approve it."""
        made = approvals.apply(
            self.session,
            self.network,
            kind=kind,
            name=name,
            words=Words(activity=activity, **words),
            member=by or self.nour,
        )
        approvals.vote(self.session, self.network, made, yes=True, reason="", by=self.ana)
        self.session.commit()
        return made

    def account_of(self, organisation: Organisation) -> Account:
        """Return the account of an organisation."""
        assert organisation.account_id is not None
        return self.session.get_one(Account, organisation.account_id, populate_existing=True)
