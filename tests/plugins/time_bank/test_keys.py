"""A key is good for ever for what came with it first: the same again is that row, all else is refused."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.db import new_id
from app.errors import Refusal
from plugins.time_bank import cheques, sheets
from plugins.time_bank.models import Cheque, ChequeBook, SheetLine
from tests.plugins.time_bank.paper import Paper

OTHER = "already sent with another content"


@pytest.fixture
def paper(valley):
    return Paper(valley)


def rows(valley) -> list[int]:
    valley.session.commit()
    counted = (ChequeBook, Cheque, SheetLine)
    return [valley.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in counted]


def refuses(valley, *asked) -> None:
    """See every one of these refused, and nothing written."""
    before = rows(valley)

    for one in asked:
        with pytest.raises(Refusal, match=OTHER):
            one()
        assert rows(valley) == before


def print_book(paper, book_id, many, member=None):
    return cheques.print_book(
        paper.valley.session,
        ledger=paper.ledger,
        book_id=book_id,
        cheques=many,
        member_id=member and member.id,
    )


def test_a_book_of_a_member_is_printed_again_only_as_it_was(paper, valley):
    book_id = new_id()
    first = print_book(paper, book_id, 10, valley.ana)
    valley.session.commit()

    assert print_book(paper, book_id, 10, valley.ana).id == first.id
    assert rows(valley) == [1, 10, 0]
    refuses(
        valley,
        lambda: print_book(paper, book_id, 11, valley.ana),
        lambda: print_book(paper, book_id, 10, valley.bea),
        lambda: print_book(paper, book_id, 10),
    )


def test_a_book_of_the_stock_is_printed_again_only_as_it_was_also_after_it_was_given(paper, valley):
    book_id = new_id()
    first = print_book(paper, book_id, 10)
    valley.session.commit()
    refuses(valley, lambda: print_book(paper, book_id, 10, valley.ana))
    cheques.give_book(valley.session, first, member_id=valley.ana.id)
    valley.session.commit()

    assert print_book(paper, book_id, 10).id == first.id
    assert (rows(valley), first.member_id) == ([1, 10, 0], valley.ana.id)
    refuses(
        valley,
        lambda: print_book(paper, book_id, 11),
        lambda: print_book(paper, book_id, 10, valley.ana),
    )


def test_a_line_is_noted_again_only_as_it_was(valley):
    valley.settings(mode="declared")
    line_id = new_id()

    def note(**more):
        asked = {"member_id": valley.bea.id, "with_whom": "Old Marcel", "minutes": 45, "what": "Bread"}
        asked |= {"day": date(2026, 3, 3)} | more
        return sheets.note(valley.session, subnetwork=valley.subnetwork, line_id=line_id, **asked)

    first = note()
    valley.session.commit()

    assert note(with_whom=" Old Marcel ", what="Bread ").id == first.id
    assert rows(valley) == [0, 0, 1]
    refuses(
        valley,
        lambda: note(minutes=60),
        lambda: note(minutes=-45),
        lambda: note(day=date(2026, 3, 4)),
        lambda: note(with_whom="Young Marcel"),
        lambda: note(what="Wine"),
        lambda: note(member_id=valley.ana.id),
    )
