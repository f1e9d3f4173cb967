"""A round is posted when everybody in it agrees, leaves who says no alone, and goes back as a whole."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.clearing import debts, queries, services
from app.clearing.models import ClearingRound, DebtState, RoundState
from app.errors import Refusal
from app.ledgers.models import Transfer
from app.ledgers.verification import faults
from tests.clearing.conftest import Hamlet


def propose(hamlet: Hamlet) -> ClearingRound:
    return services.propose(hamlet.session, hamlet.ledger, by_id=hamlet.members["Dina"].id)


def say(hamlet: Hamlet, proposed: ClearingRound, *names: str, agrees: bool = True) -> ClearingRound:
    for name in names:
        proposed = services.answer(
            hamlet.session,
            proposed,
            hamlet.accounts[name].id,
            agrees=agrees,
            by_id=hamlet.members[name].id,
        )
    hamlet.session.commit()
    return proposed


def test_a_round_is_posted_when_the_last_one_agrees_and_changes_no_balance(hamlet: Hamlet) -> None:
    circle = hamlet.circle(120, 90, 200)
    proposed = propose(hamlet)

    say(hamlet, proposed, "Ana", "Bea")
    waiting = (proposed.state, hamlet.owed(*circle))
    say(hamlet, proposed, "Carl")

    assert waiting == (RoundState.PROPOSED, [120, 90, 200])
    assert (proposed.state, hamlet.owed(*circle)) == (RoundState.POSTED, [30, 0, 110])
    assert circle[1].state == DebtState.SETTLED
    assert set(hamlet.balances().values()) == {0}
    assert hamlet.session.scalar(sa.select(sa.func.sum(Transfer.amount))) == 270
    assert faults(hamlet.session, hamlet.ledger.id) == []


def test_even_who_stands_at_a_limit_can_take_part(hamlet: Hamlet) -> None:
    hamlet.session.refresh(hamlet.accounts["Ana"])
    hamlet.accounts["Ana"].floor = hamlet.accounts["Ana"].ceiling = 0
    circle = hamlet.circle(600, 600, 600)

    say(hamlet, propose(hamlet), "Ana", "Bea", "Carl")

    assert hamlet.owed(*circle) == [0, 0, 0]
    assert faults(hamlet.session, hamlet.ledger.id) == []


def test_who_says_no_is_left_out_and_those_who_agreed_are_not_asked_again(hamlet: Hamlet) -> None:
    small = [hamlet.owes("Ana", "Bea", 50), hamlet.owes("Bea", "Ana", 40)]
    large = [hamlet.owes("Bea", "Dina", 30), hamlet.owes("Dina", "Bea", 70)]
    proposed = say(hamlet, propose(hamlet), "Ana", "Bea")

    anew = say(hamlet, proposed, "Dina", agrees=False)

    assert (proposed.state, anew.state) == (RoundState.GIVEN_UP, RoundState.POSTED)
    assert hamlet.owed(*small) == [10, 0]
    assert hamlet.owed(*large) == [30, 70]


def test_who_agreed_is_asked_again_when_more_of_theirs_would_cancel(hamlet: Hamlet) -> None:
    hamlet.circle(50, 50, 50)
    back = hamlet.owes("Bea", "Ana", 20)
    proposed = say(hamlet, propose(hamlet), "Ana")
    before = {view.debt.id: view.cleared for view in queries.parts_of(hamlet.session, proposed.id)}

    anew = say(hamlet, proposed, "Carl", agrees=False)

    assert back.id not in before
    assert anew.state == RoundState.PROPOSED
    answers = {name: consent.agrees for consent, name in queries.consents_of(hamlet.session, anew.id)}
    assert answers == {"Ana": None, "Bea": None}


def test_who_does_not_answer_in_time_is_left_out_for_good(hamlet: Hamlet) -> None:
    pair = [hamlet.owes("Ana", "Bea", 50), hamlet.owes("Bea", "Ana", 40)]
    hamlet.owes("Bea", "Carl", 30)
    hamlet.owes("Carl", "Bea", 30)
    proposed = say(hamlet, propose(hamlet), "Ana", "Bea")

    clock.shift(timedelta(days=services.DAYS_TO_ANSWER, minutes=1))
    closed = services.close_overdue(hamlet.session)
    hamlet.session.commit()
    again = services.close_overdue(hamlet.session)

    assert (closed, again) == (1, 0)
    assert proposed.state == RoundState.GIVEN_UP
    assert hamlet.owed(*pair) == [10, 0]


def test_a_round_goes_back_as_a_whole_and_only_once(hamlet: Hamlet) -> None:
    circle = hamlet.circle(120, 90, 200)
    posted = say(hamlet, propose(hamlet), "Ana", "Bea", "Carl")

    services.take_back(hamlet.session, posted, by_id=hamlet.members["Dina"].id, why="The wrong month.")
    hamlet.session.commit()

    assert (posted.state, hamlet.owed(*circle)) == (RoundState.REVERSED, [120, 90, 200])
    assert set(hamlet.balances().values()) == {0}
    assert hamlet.session.scalar(sa.select(sa.func.count()).select_from(Transfer)) == 6
    assert faults(hamlet.session, hamlet.ledger.id) == []
    with pytest.raises(Refusal, match="can be taken back"):
        services.take_back(hamlet.session, posted, by_id=hamlet.members["Dina"].id, why="Again.")


def test_a_debt_paid_meanwhile_leaves_the_rest_of_the_circles(hamlet: Hamlet) -> None:
    circle = hamlet.circle(50, 50, 50)
    back = hamlet.owes("Bea", "Ana", 20)
    forth = hamlet.owes("Ana", "Bea", 20)
    proposed = say(hamlet, propose(hamlet), "Ana", "Bea")
    debts.pay(hamlet.session, hamlet.ledger, circle[2], by_id=hamlet.members["Carl"].id)
    hamlet.session.commit()

    anew = say(hamlet, proposed, "Carl")

    assert (proposed.state, anew.state) == (RoundState.GIVEN_UP, RoundState.POSTED)
    assert hamlet.owed(*circle, back, forth) == [30, 50, 0, 0, 20]
    assert hamlet.balances() == {"Ana": 50, "Bea": 0, "Carl": -50, "Dina": 0}


def test_a_debt_paid_meanwhile_may_leave_no_circle(hamlet: Hamlet) -> None:
    circle = hamlet.circle(50, 50, 50)
    proposed = say(hamlet, propose(hamlet), "Ana", "Bea")
    debts.pay(hamlet.session, hamlet.ledger, circle[0], by_id=hamlet.members["Ana"].id)

    say(hamlet, proposed, "Carl")

    assert proposed.state == RoundState.GIVEN_UP
    assert hamlet.owed(*circle) == [0, 50, 50]


def test_what_is_owed_again_after_a_round_went_back_is_really_paid(hamlet: Hamlet) -> None:
    forth, _back = hamlet.owes("Ana", "Bea", 40), hamlet.owes("Bea", "Ana", 20)
    posted = say(hamlet, propose(hamlet), "Ana", "Bea")
    for _time in range(2):
        debts.pay(hamlet.session, hamlet.ledger, forth, by_id=hamlet.members["Ana"].id)
        if posted.state == RoundState.POSTED:
            services.take_back(hamlet.session, posted, by_id=hamlet.members["Dina"].id, why="Wrong.")
        hamlet.session.refresh(forth)

    assert forth.owed == 0
    assert hamlet.balances()["Ana"] == -40


def test_a_second_round_waits_for_the_first(hamlet: Hamlet) -> None:
    hamlet.circle(50, 50, 50)
    propose(hamlet)

    with pytest.raises(Refusal, match="waiting for answers"):
        propose(hamlet)


def test_without_a_circle_nobody_is_asked(hamlet: Hamlet) -> None:
    hamlet.owes("Ana", "Bea", 50)

    with pytest.raises(Refusal, match="no circle"):
        propose(hamlet)


def test_what_others_owe_counts_only_when_they_say_so(hamlet: Hamlet) -> None:
    hamlet.owes("Ana", "Bea", 50)
    claimed = debts.note(
        hamlet.session,
        ledger=hamlet.ledger,
        debtor=hamlet.accounts["Bea"],
        creditor=hamlet.accounts["Ana"],
        amount=50,
        text="The roof rack",
        by_id=hamlet.members["Ana"].id,
        by_account_id=hamlet.accounts["Ana"].id,
    )
    with pytest.raises(Refusal, match="no circle"):
        propose(hamlet)

    debts.confirm(hamlet.session, claimed)
    proposed = propose(hamlet)

    assert sum(view.cleared for view in queries.parts_of(hamlet.session, proposed.id)) == 100
    with pytest.raises(Refusal, match="already been answered"):
        debts.refuse(hamlet.session, claimed)


def test_the_totals_tell_nothing_of_anybody(hamlet: Hamlet) -> None:
    hamlet.circle(120, 90, 200)
    say(hamlet, propose(hamlet), "Ana", "Bea", "Carl")

    assert queries.totals(hamlet.session, hamlet.ledger.id) == queries.Totals(rounds=1, cleared=270, owed=140)
