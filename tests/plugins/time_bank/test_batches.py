from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import new_id
from app.errors import Refusal
from app.ledgers import services as ledgers
from app.ledgers.models import Entry, IdempotencyKey, Ledger, Transfer, TransferMemo
from app.ledgers.verification import faults
from app.testing import factories
from plugins.time_bank import batch_queries, batches, cheques
from plugins.time_bank.batch_posting import post
from plugins.time_bank.cheque_numbers import cheque_number
from plugins.time_bank.cheques import set_apart
from plugins.time_bank.models import Batch, BatchRow, ChequeState
from plugins.time_bank.parties import parties_of
from tests.plugins.time_bank.paper import TODAY, Paper


@pytest.fixture
def paper(valley):
    return Paper(valley)


def row(cheque, payee="Bea", amount="1 h", **more):
    return {"number": cheque if isinstance(cheque, str) else cheque.number, "payee": payee,
            "amount": amount, "day": "2026-11-03", "what": "Garden", **more}  # fmt: skip


def test_a_pile_moves_each_cheque_from_the_holder_of_the_book(paper, valley):
    one, two = paper.book(valley.ana, 2).cheques

    wrong = paper.post(paper.pile([row(one), row(two, "Carl", "30 min")], amount=90))

    assert wrong == {}
    assert valley.balances() == {"Ana": -90, "Bea": 60, "Carl": 30}
    assert (paper.state(one), paper.state(two)) == ("used", "used")
    transfers = valley.session.scalars(sa.select(Transfer))
    assert [(made.reason, made.entered_by_id, made.entered_for_id) for made in transfers] == [
        ("exchange", valley.carl.id, valley.ana.id),
        ("exchange", valley.carl.id, valley.ana.id),
    ]
    memos = set(valley.session.scalars(sa.select(TransferMemo.text)))
    assert memos == {f"Cheque {cheque.number} of 3 November 2026: Garden" for cheque in (one, two)}
    keys = valley.session.scalars(sa.select(IdempotencyKey.key)).all()
    assert {f"cheque:{one.number}", f"cheque:{two.number}"} <= set(keys)
    assert faults(valley.session, paper.ledger.id) == []


def test_a_number_twice_in_a_pile_is_named_at_both_rows(paper, valley):
    one, two = paper.book(valley.ana, 2).cheques

    wrong = paper.post(paper.pile([row(one), row(two), row(one)], amount=180))

    assert wrong == {
        1: {"number": f"Cheque {one.number} is here more than once: also in row 3. A cheque counts once."},
        3: {"number": f"Cheque {one.number} is here more than once: also in row 1. A cheque counts once."},
    }
    assert valley.balances() == {}


TWO_ROWS = (
    "You added up 1 h; the rows make 2 h: 1 h too much. Exactly so much stands in row 1, 2. Look there first."
)


@pytest.mark.parametrize(
    ("amount", "cheques", "sentence"),
    [
        (150, 2, "You added up 2 h 30; the rows make 2 h: 30 min too little."),
        (90, 2, "You added up 1 h 30; the rows make 2 h: 30 min too much."),
        (60, 2, TWO_ROWS),
        (120, 3, "You counted 3 cheques and typed 2."),
    ],
)  # fmt: skip
def test_totals_that_do_not_agree_stop_the_pile(paper, valley, amount, cheques, sentence):
    book = paper.book(valley.ana, 2)

    wrong = paper.post(paper.pile([row(one) for one in book.cheques], amount=amount, cheques=cheques))

    assert wrong == {0: {"totals": sentence}}
    assert valley.balances() == {}


def test_numbers_that_cannot_be_accepted_are_each_named(paper, valley):
    used, cancelled, lost, _good = paper.book(valley.ana, 4).cheques
    paper.post(paper.pile([row(used)], amount=60))
    set_apart(valley.session, cancelled, ChequeState.CANCELLED)
    set_apart(valley.session, lost, ChequeState.LOST)
    unknown = cheque_number(2020, 1)
    slip = used.number[:-1] + str((int(used.number[-1]) + 1) % 10)

    wrong = paper.post(
        paper.pile(
            [row(used), row(cancelled), row(lost), row(slip), row(unknown), row("hello"), row("")],
            amount=420,
        )
    )

    assert {place: problems["number"] for place, problems in wrong.items()} == {
        1: f"Cheque {used.number} was already used: 1 h from Ana to Bea.",
        2: f"Cheque {cancelled.number} was cancelled.",
        3: f"Cheque {lost.number} was reported lost. Ask who brings it how they came by it.",
        4: f"{slip} cannot be right: its last figure does not fit the others. Read it again from the paper.",
        5: f"No cheque {unknown} was ever printed here.",
        6: "hello is no number of a cheque. It looks like 2026-00123-2.",
        7: "Write the number that is printed on the cheque.",
    }


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"amount": "1e9"}, "amount", "Write a duration such as 45 min, 1 h or 1 h 30."),
        ({"amount": "NaN"}, "amount", "Write a duration such as 45 min, 1 h or 1 h 30."),
        ({"amount": "-1 h"}, "amount", "Write a duration such as 45 min, 1 h or 1 h 30."),
        ({"amount": ""}, "amount", "Write a duration such as 45 min, 1 h or 1 h 30."),
        ({"amount": "0 min"}, "amount", "This must be more than nothing."),
        ({"amount": "169 h"}, "amount", "At most 168 h."),
        ({"payee": ""}, "payee", "Say who received the cheque, so for whom the time is."),
        ({"payee": "Zoe"}, "payee", "Nobody here is called Zoe. Choose a name from the list."),
        ({"payee": "Ana"}, "payee", "Ana cannot pay themself: one of the two names is wrong."),
        ({"payer": "Carl"}, "why_other_payer",
         "This cheque is from Ana's book. Say why somebody else pays with it."),
        ({"day": "2026-11-24"}, "day", "This day is still to come."),
        ({"day": "31/02/2026"}, "day", "Write the day as 31/12/2026."),
        ({"day": "1026-11-01"}, "day", "This day is very long ago: check the year."),
        ({"what": "x" * 201}, "what", "At most 200 letters."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_said_beside_its_field(paper, valley, typed, field, sentence):
    good, bad = paper.book(valley.ana, 2).cheques
    pile = paper.pile([row(good), row(bad) | typed], amount=120)

    wrong = paper.post(pile)

    assert wrong[2] == {field: sentence}
    assert set(wrong) <= {0, 2}
    assert valley.balances() == {}


def test_somebody_else_may_pay_with_a_reason(paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]

    wrong = paper.post(paper.pile([row(cheque, payer="Carl", why_other_payer="Ana lent him one")], amount=60))

    assert (wrong, valley.balances()) == ({}, {"Bea": 60, "Carl": -60})


def test_a_cheque_of_the_stock_needs_a_payer(paper, valley):
    one, two = paper.book(many=2).cheques

    wrong = paper.post(paper.pile([row(one), row(two, payer="ANA ")], amount=120))
    assert wrong == {1: {"payer": "This cheque is from the stock: say who wrote it."}}

    assert paper.post(paper.pile([row(two, payer="ANA ")], amount=60)) == {}
    assert valley.balances() == {"Ana": -60, "Bea": 60}


def test_two_of_one_name_are_told_apart_by_the_list(paper, valley):
    other = factories.member(valley.session, valley.territory, first_name="Bea")
    valley.session.commit()
    names = [party.name for party in parties_of(valley.session, valley.territory.id).all]
    cheque = paper.book(valley.ana, 1).cheques[0]

    wrong = paper.post(paper.pile([row(cheque, "Bea")], amount=60))
    twins = [name for name in names if name.startswith("Bea")]
    assert len(set(twins)) == 2
    assert wrong[1]["payee"].startswith("More than one person is called so: ")

    assert paper.post(paper.pile([row(cheque, twins[1])], amount=60)) == {}
    paid = {one.payee_id for one in valley.session.scalars(sa.select(Transfer))}
    bea = [ledgers.account_of(valley.session, paper.ledger, one.id).id for one in (valley.bea, other)]
    assert len(paid & set(bea)) == 1


def test_the_community_may_pay_or_be_paid_by_cheque(paper, valley):
    one = paper.book(many=1).cheques[0]
    two = paper.book(valley.ana, 1).cheques[0]

    wrong = paper.post(
        paper.pile([row(one, "Bea", payer="The community"), row(two, "the community")], amount=120)
    )

    assert (wrong, valley.balances()) == ({}, {None: 0, "Ana": -60, "Bea": 60})


def test_a_limit_names_the_person_and_nothing_of_the_pile_is_posted(paper, valley):
    valley.settings(lowest_balance_minutes=-60)
    one, two, three = (*paper.book(valley.ana, 2).cheques, *paper.book(valley.bea, 1).cheques)

    pile = paper.pile([row(one), row(two), row(three, "Carl")], amount=180)
    wrong = paper.post(pile)

    assert list(wrong) == [2]
    assert wrong[2]["amount"].startswith("This would take Ana's account below −1 h.")
    assert set(valley.balances().values()) <= {0}
    assert [paper.state(cheque) for cheque in (one, two, three)] == ["printed"] * 3
    assert valley.session.scalar(sa.select(sa.func.count(Transfer.id))) == 0
    assert valley.session.get_one(Batch, pile.id, populate_existing=True).posted_at is None


def test_who_receives_in_a_pile_may_pay_in_it_whatever_the_order(paper, valley):
    valley.settings(lowest_balance_minutes=0)
    anas = paper.book(valley.ana, 1).cheques[0]
    beas = paper.book(valley.bea, 1).cheques[0]
    carls = paper.book(many=1).cheques[0]

    wrong = paper.post(
        paper.pile(
            [row(anas, "Carl"), row(beas, "Ana"), row(carls, "Bea", payer="The community")], amount=180
        )
    )

    assert (wrong, valley.balances()) == ({}, {None: -60, "Ana": 0, "Bea": 0, "Carl": 60})


def test_a_row_that_is_set_aside_counts_and_is_not_posted(paper, valley):
    one, two = paper.book(valley.ana, 2).cheques

    pile = paper.pile([row(one), row(two, "Zoe", set_aside="1")], amount=120)
    wrong = paper.post(pile)

    assert (wrong, valley.balances()) == ({}, {"Ana": -60, "Bea": 60})
    assert paper.state(two) == "printed"
    waiting = batch_queries.to_clear(valley.session, paper.ledger.id)
    assert [(one.number, one.payee) for one in waiting] == [(two.number, "Zoe")]


def test_what_was_set_aside_is_entered_again_once(paper, valley):
    one, two = paper.book(valley.ana, 2).cheques
    paper.post(paper.pile([row(one), row(two, "Zoe", set_aside="1")], amount=120))
    waiting = batch_queries.to_clear(valley.session, paper.ledger.id)

    made = batches.enter_again(
        valley.session,
        ledger=paper.ledger,
        rows=waiting,
        batch_id=new_id(),
        entered_by_id=valley.carl.id,
    )
    batches.keep(valley.session, made, {1: row(two, "Carl")})
    valley.session.commit()

    assert (made.counted_cheques, made.counted_amount) == (1, 60)
    assert batch_queries.to_clear(valley.session, paper.ledger.id) == []
    assert paper.post(made) == {}
    assert valley.balances() == {"Ana": -120, "Bea": 60, "Carl": 60}


def test_a_pile_with_nothing_to_post_is_not_posted(paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    pile = paper.pile([row(cheque, set_aside="1")], amount=60)

    paper.post(pile)

    assert valley.session.get_one(Batch, pile.id, populate_existing=True).posted_at is None


def test_a_pile_is_posted_once(paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    pile = paper.pile([row(cheque)], amount=60)
    assert paper.post(pile) == {}

    with pytest.raises(Refusal, match="This pile was already posted"):
        paper.post(pile)
    valley.session.rollback()

    assert valley.balances() == {"Ana": -60, "Bea": 60}


def test_of_two_coordinators_with_the_same_cheque_one_posts_it(paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    piles = [paper.pile([row(cheque)], amount=60).id for _time in range(2)]
    ledger_id, territory_id, carl_id = paper.ledger.id, valley.territory.id, valley.carl.id
    engine = valley.session.get_bind()
    ledgers.account_of(valley.session, paper.ledger, valley.ana.id)
    ledgers.account_of(valley.session, paper.ledger, valley.bea.id)
    valley.session.commit()

    def post_one(batch_id):
        with Session(engine, expire_on_commit=False) as session:
            ledger = session.get_one(Ledger, ledger_id)
            pile = batch_queries.batch(session, ledger_id, batch_id)
            known = parties_of(session, territory_id)
            try:
                post(session, ledger=ledger, batch=pile, parties=known, by_id=carl_id, today=TODAY)
                session.commit()
            except Refusal as refusal:
                session.rollback()
                return str(refusal)
        return "posted"

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(post_one, piles))

    assert answers == ["Nothing was posted yet: see what is said beside the rows.", "posted"]
    assert valley.balances() == {"Ana": -60, "Bea": 60}


def test_a_row_that_is_taken_back_shows_on_both_statements_and_its_cheque_is_good_again(paper, valley):
    one, two = paper.book(valley.ana, 2).cheques
    pile = paper.pile([row(one), row(two)], amount=120)
    paper.post(pile)

    for _time in range(2):
        batches.take_back(valley.session, batch=pile, place=1, why="It was for Carl", by_id=valley.carl.id)
        valley.session.commit()
    assert valley.balances() == {"Ana": -60, "Bea": 60}
    assert paper.post(paper.pile([row(one, "Carl")], amount=60)) == {}

    assert valley.balances() == {"Ana": -120, "Bea": 60, "Carl": 60}
    amounts = valley.session.scalars(
        sa.select(Entry.amount).order_by(Entry.account_id, Entry.number).where(Entry.amount < 0)
    ).all()
    assert sorted(amounts) == [-60, -60, -60, -60]
    assert faults(valley.session, paper.ledger.id) == []
    wrong = paper.post(paper.pile([row(one)], amount=60))
    assert wrong[1]["number"] == f"Cheque {one.number} was already used: 1 h from Ana to Carl."


def test_a_row_that_moved_nothing_cannot_be_taken_back(paper, valley):
    pile = paper.pile([row(paper.book(valley.ana, 1).cheques[0])], amount=60)

    with pytest.raises(Refusal, match="This row moved nothing"):
        batches.take_back(valley.session, batch=pile, place=1, why="", by_id=valley.carl.id)


def test_a_draft_keeps_everything_as_typed_and_drops_empty_rows(paper, valley):
    pile = paper.pile(
        [{"number": " what?? ", "payee": "x" * 600, "amount": "\x00ten"}, {}], cheques=5, amount=5
    )

    batches.keep(valley.session, pile, {1: {"number": "what??"}, 4: {"what": "later"}})
    valley.session.commit()

    found = batch_queries.batch(valley.session, paper.ledger.id, pile.id)
    assert [(one.place, one.number, one.payee, one.what) for one in found.rows] == [
        (1, "what??", "", ""),
        (4, "", "", "later"),
    ]


def test_a_draft_that_is_thrown_away_leaves_nothing(paper, valley):
    pile = paper.pile([row(paper.book(valley.ana, 1).cheques[0])], amount=60)

    batches.discard(valley.session, pile)
    valley.session.commit()

    assert valley.session.scalar(sa.select(sa.func.count(BatchRow.place))) == 0


def test_cheques_in_grains_are_typed_in_grains(paper, valley):
    valley.settings(unit_name="grains", units_per_hour=20)
    one, two = paper.book(valley.ana, 2).cheques

    wrong = paper.post(paper.pile([row(one, amount="30"), row(two, amount="1,5")], amount=30))
    assert wrong[2] == {"amount": "Write a whole number of grains."}
    assert paper.post(paper.pile([row(one, amount="30 grains")], amount=30)) == {}

    assert valley.balances() == {"Ana": -30, "Bea": 30}


def test_a_cheque_of_who_has_left_is_still_theirs(paper, valley):
    cheque = paper.book(valley.ana, 1).cheques[0]
    valley.ana.status = "left"
    valley.session.commit()

    assert paper.post(paper.pile([row(cheque)], amount=60)) == {}

    assert valley.balances() == {"Ana": -60, "Bea": 60}


def test_control_totals_have_sensible_sizes(paper, valley):
    with pytest.raises(Refusal, match="Between 1 and 200 cheques"):
        paper.pile([], cheques=201, amount=60)
    with pytest.raises(Refusal, match="more than nothing"):
        paper.pile([], cheques=1, amount=0)
    assert cheques.USUAL_CHEQUES == 10
