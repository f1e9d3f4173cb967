"""What cancels in circles: as much as possible, and nobody's net position changes."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from app.clearing.circles import Arc, circulation, net

ANA, BEA, CARL, DINA = (UUID(int=number) for number in range(1, 5))
PEOPLE = [UUID(int=number) for number in range(1, 9)]

debts = st.dictionaries(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(1, 500),
    max_size=30,
)


def largest_by_linear_programme(owed: dict[Arc, int]) -> int:
    """Return the optimum found by another solver (GLOP, the simplex method)."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    flow = {arc: solver.NumVar(0, amount, str(arc)) for arc, amount in owed.items()}
    for person in {side for arc in owed for side in arc}:
        solver.Add(
            sum(flow[arc] for arc in owed if arc[0] == person)
            == sum(flow[arc] for arc in owed if arc[1] == person)
        )
    solver.Maximize(sum(flow.values()))
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return round(solver.Objective().Value())


def test_a_circle_cancels_by_its_smallest_debt() -> None:
    owed = {(ANA, BEA): 120, (BEA, CARL): 90, (CARL, ANA): 200, (CARL, DINA): 60}

    assert circulation(owed) == {(ANA, BEA): 90, (BEA, CARL): 90, (CARL, ANA): 90}


def test_two_who_owe_each_other_are_the_smallest_circle() -> None:
    assert circulation({(ANA, BEA): 50, (BEA, ANA): 30}) == {(ANA, BEA): 30, (BEA, ANA): 30}


def test_without_a_circle_nothing_cancels() -> None:
    assert circulation({(ANA, BEA): 50, (BEA, CARL): 30}) == {}
    assert circulation({}) == {}


@pytest.mark.parametrize(
    "owed", [{(ANA, BEA): 0}, {(ANA, ANA): 5}, {(ANA, BEA): -1}, {(ANA, BEA): 2**60}], ids=str
)
def test_what_is_no_debt_is_refused(owed: dict[Arc, int]) -> None:
    with pytest.raises(ValueError, match="debt"):
        circulation(owed)


@settings(max_examples=150, deadline=None)
@given(debts)
def test_nobody_owes_more_or_less_on_balance_and_no_circle_is_left(owed: dict[Arc, int]) -> None:
    cancelled = circulation(owed)

    assert all(0 < amount <= owed[arc] for arc, amount in cancelled.items())
    assert set(net(cancelled).values()) <= {0}
    left = {arc: amount - cancelled.get(arc, 0) for arc, amount in owed.items()}
    assert net({arc: amount for arc, amount in left.items() if amount}) == {
        person: position
        for person, position in net(owed).items()
        if any(amount and person in arc for arc, amount in left.items())
    }
    assert sum(cancelled.values()) == largest_by_linear_programme(owed)
