"""Examples of what the paper desk of the time bank can name in a URL."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.db import new_id
from app.ledgers.models import Ledger
from app.members.models import Member
from plugins.time_bank import batches, cheques
from plugins.time_bank.models import SheetLine


def paper_values(session: Session, ledger: Ledger, owner: Member) -> dict[str, Any]:
    """Print a book for ``owner``, begin a pile with one of its cheques, note a line on their sheet."""
    book = cheques.print_book(session, ledger=ledger, book_id=new_id(), cheques=2, member_id=owner.id)
    session.refresh(book, ["cheques"])
    pile = batches.open_batch(
        session,
        ledger=ledger,
        batch_id=new_id(),
        entered_by_id=owner.id,
        counted_cheques=1,
        counted_amount=60,
    )
    number = book.cheques[0].number
    batches.keep(session, pile, {1: {"number": number, "payee": "Somebody", "amount": "1 h"}})
    line = SheetLine(
        territory_id=ledger.territory_id,
        subnetwork_id=ledger.subnetwork_id,
        member_id=owner.id,
        with_whom="Somebody",
        minutes=60,
        day=date(2026, 3, 3),
    )
    session.add(line)
    session.flush()
    return {
        "book_id": book.id,
        "cheque_number": number,
        "batch_id": pile.id,
        "place": 1,
        "line_id": line.id,
    }
