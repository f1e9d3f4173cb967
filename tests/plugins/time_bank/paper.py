"""A coordinator's desk with books of cheques, for the tests of what is done on paper."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db import new_id
from app.ledgers.models import Ledger
from app.members.models import Member
from plugins.time_bank import batches, cheque_queries, cheques, services
from plugins.time_bank.batch_posting import NotPosted, post
from plugins.time_bank.models import Batch, Cheque, ChequeBook
from plugins.time_bank.parties import parties_of
from tests.plugins.time_bank.conftest import Valley

TODAY = date(2026, 11, 23)


@dataclass
class Paper:
    """Books and piles of the valley, committed after each step."""

    valley: Valley

    @property
    def ledger(self) -> Ledger:
        """The ledger of hours."""
        ledger = services.ledger(self.valley.session, self.valley.subnetwork)
        assert ledger is not None
        return ledger

    def book(self, member: Member | None = None, many: int = 10) -> ChequeBook:
        """Print a book, for a member or for the stock."""
        session = self.valley.session
        made = cheques.print_book(
            session,
            ledger=self.ledger,
            book_id=new_id(),
            cheques=many,
            member_id=member.id if member else None,
        )
        session.commit()
        found = cheque_queries.book(session, self.ledger.id, made.id)
        session.commit()
        assert found is not None
        return found

    def pile(self, rows: list[dict[str, Any]], *, cheques: int | None = None, amount: int) -> Batch:
        """Type a pile with its control totals."""
        session = self.valley.session
        made = batches.open_batch(
            session,
            ledger=self.ledger,
            batch_id=new_id(),
            entered_by_id=self.valley.carl.id,
            counted_cheques=cheques or len(rows),
            counted_amount=amount,
        )
        batches.keep(session, made, dict(enumerate(rows, start=1)))
        session.commit()
        return made

    def post(self, pile: Batch) -> dict[int, dict[str, str]]:
        """Post a pile; return what stands in the way, by row and field, under 0 what is wrong in total."""
        session = self.valley.session
        known = parties_of(session, self.valley.territory.id)
        try:
            post(
                session, ledger=self.ledger, batch=pile, parties=known, by_id=self.valley.carl.id, today=TODAY
            )
            session.commit()
            return {}
        except NotPosted as refusal:
            session.rollback()
            wrong = {one.row.place: one.problems for one in refusal.checked.to_post if one.problems}
            return wrong | (
                {0: {"totals": " ".join(refusal.checked.totals)}} if refusal.checked.totals else {}
            )

    def state(self, cheque: Cheque) -> str:
        """The state of a cheque now."""
        self.valley.session.refresh(cheque)
        self.valley.session.commit()
        return cheque.state
