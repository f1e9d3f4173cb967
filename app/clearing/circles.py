"""The largest amount that debts can cancel in circles: a maximum circulation by minimum-cost flow.

Every arc is what one account owes another. A circulation leaves each account with as much less to
pay as it has less to get, so that nobody's net position changes. With a cost of -1 for each unit the
cheapest circulation is the largest one (Fleischman, Dini, Littera, JRFM 13(12) 295, 2020; solver:
OR-tools, successive cost scaling; whole numbers in, whole numbers out).
"""

from collections.abc import Mapping
from uuid import UUID

Arc = tuple[UUID, UUID]
"""Who owes, and whom."""

LARGEST_SUM = 2**53
"""Beyond this the solver's bounds are near: refuse rather than be wrong."""


def circulation(owed: Mapping[Arc, int]) -> dict[Arc, int]:
    """Return how much of each debt cancels so that the sum is as large as it can be.

    Args:
        owed: positive amounts in the smallest unit, one for each pair.

    Raises:
        ValueError: an amount is not positive, somebody owes themself, or the sum is beyond the solver.
    """
    if any(amount <= 0 or debtor == creditor for (debtor, creditor), amount in owed.items()):
        raise ValueError("a debt is a positive amount between two different accounts")
    if sum(owed.values()) > LARGEST_SUM:
        raise ValueError("these debts are larger than can be computed with certainty")
    if not owed:
        return {}
    from ortools.graph.python import min_cost_flow  # only who clears needs it in memory

    arcs = sorted(owed)
    place = {account: index for index, account in enumerate(sorted({side for arc in arcs for side in arc}))}
    flow = min_cost_flow.SimpleMinCostFlow()
    for debtor, creditor in arcs:
        flow.add_arc_with_capacity_and_unit_cost(place[debtor], place[creditor], owed[debtor, creditor], -1)
    for index in place.values():
        flow.set_node_supply(index, 0)
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("the flow solver found no optimum for debts that always have one")
    found = {arc: int(flow.flow(index)) for index, arc in enumerate(arcs)}
    return {arc: amount for arc, amount in found.items() if amount}


def net(amounts: Mapping[Arc, int]) -> dict[UUID, int]:
    """Return what each account owes in all, less what it is owed."""
    position: dict[UUID, int] = {}
    for (debtor, creditor), amount in amounts.items():
        position[debtor] = position.get(debtor, 0) + amount
        position[creditor] = position.get(creditor, 0) - amount
    return position
