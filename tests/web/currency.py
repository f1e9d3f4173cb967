"""Examples of what the desks, the committee and the fund of a local currency can name in a URL."""

from typing import Any

from sqlalchemy.orm import Session

from app.db import new_id
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from plugins.local_currency import approvals, bank, bank_columns, bonus, desk, desk_days, issuing, owners
from plugins.local_currency import reconversion as back
from plugins.local_currency.approvals import Words
from plugins.local_currency.desk_models import Means
from plugins.local_currency.models import OrganisationKind

IBAN = "FR1420041010050500013M02606"


def currency_values(session: Session, network: Subnetwork, owner: Member, canary: str) -> dict[str, Any]:
    """Give ``owner`` a desk with a day and a slip, a shop with a request to change back, a bank statement."""
    name = f"{canary}{new_id()}"
    at = desk.found(session, network, name=name, place=f"{canary}Market", opening_hours="")
    desk.entrust(session, at, owner, by=owner)
    day = desk_days.begin(session, network, at, count=0, note="", by=owner)
    shop = approvals.apply(
        session,
        network,
        kind=OrganisationKind.PROFESSIONAL,
        name=f"{canary}Shop {name}",
        words=Words(activity=f"{canary}Bread"),
        member=owner,
    )
    approvals._approve(session, network, shop, owner)
    account = owners.account(session, network, f"organisation:{shop.id}")
    assert account is not None
    slip = issuing.issue(
        session,
        network,
        account,
        amount=5000,
        means=Means.CASH,
        memo=f"{canary}Receipt",
        key=name,
        by=owner,
        day=day,
    )
    request = back.ask(
        session, network, shop, amount=1000, means=Means.TRANSFER, iban=IBAN, key=name, by=owner
    )
    programme = bonus.found(
        session, network, name=name, conditions=f"{canary}For some", percent=50, monthly_cap=None
    )
    statement = _statement(session, network, owner, canary)
    return {
        "desk_id": at.id,
        "day_id": day.id,
        "slip_id": slip.id,
        "organisation_id": shop.id,
        "answer": "yes",
        "reconversion_id": request.id,
        "programme_id": programme.id,
        "statement_id": statement.id,
        "bank_line_id": bank.lines_of(session, statement.id)[0].id,
    }


def _statement(session: Session, network: Subnetwork, owner: Member, canary: str) -> bank.BankStatement:
    content = f"Date;Label;Amount\n03/05/2026;{canary}Transfer {new_id()};12,50\n".encode()
    statement = bank.bring(session, network, filename=f"{canary}may.csv", content=content, by=owner)
    columns = bank_columns.Columns(day=0, label=1, amount=2)
    return bank.read(session, network, statement, columns)
