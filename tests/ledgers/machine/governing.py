"""What is decided about a ledger without a key: limits, levies, groups, holders; and what befalls it."""

import copy
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy.exc import IntegrityError

from app import clock
from app.errors import Refusal
from app.ledgers import chain, queries, services
from app.ledgers.models import Account, AccountGroup, Levy, Right
from tests.ledgers.machine import laws
from tests.ledgers.machine.life import MEMBERS, Life, limits, names, picks, usual
from tests.ledgers.machine.model import Leg, LevyRule, Rules

EVERY_TABLE = ("transfer", "entry", "ledger_link")


class Governing(Life):
    """Coordinators change the rules, the clock jumps, the server restarts, somebody tampers."""

    def attempt(self, work: Any) -> bool:
        """Do something and commit; tell whether it was done or refused."""
        try:
            work()
        except Refusal:
            self.session.commit()
            return False
        self.session.commit()
        return True

    @rule(pick=picks)
    def give_up(self, pick: int) -> None:
        hold_id = self.some_hold(pick)
        if hold_id is None:
            return
        promise = self.model.holds[hold_id]

        done = self.attempt(lambda: services.void_hold(self.session, hold_id))

        assert done == (promise.state != "posted" and not (self.model.stopped and promise.state == "open"))
        if done and promise.state == "open":
            self.model.release(hold_id, "voided")

    @rule(days=st.integers(-3, 6))
    def clocks_jump(self, days: int) -> None:
        clock.shift(timedelta(days=days))

    @rule()
    def holds_expire(self) -> None:
        now = clock.now()

        services.expire_holds(self.session)
        self.session.commit()

        for hold_id, promise in self.model.holds.items():
            if promise.state == "open" and promise.until < now and not self.model.stopped:
                self.model.release(hold_id, "expired")

    @rule(rules=limits, welcome=st.sampled_from([0, 0, 15]))
    def change_rules(self, rules: Rules, welcome: int) -> None:
        self.bring_rules(rules, welcome)
        self.session.commit()

        changed, self.model.rules, self.model.welcome = rules != self.model.rules, rules, welcome
        if changed:
            self.model.apply_limits()

    @rule(name=names, floor=st.none() | st.integers(-200, 0), ceiling=st.none() | st.integers(0, 200))
    def set_own_limits(self, name: str, floor: int | None, ceiling: int | None) -> None:
        if name not in self.model.accounts:
            return
        known, account = self.model.accounts[name], self.account(name)

        done = self.attempt(
            lambda: services.set_own_limits(self.session, account, floor=floor, ceiling=ceiling)
        )

        assert done == (
            (floor is None or known.free >= floor) and (ceiling is None or known.promised <= ceiling)
        )
        if done:
            known.floor, known.ceiling, known.own = floor, ceiling, True

    @rule(name=names)
    def follow_the_ledger_again(self, name: str) -> None:
        if name not in self.model.accounts:
            return
        services.follow_ledger_limits(self.session, self.place.ledger(self.session), self.account(name))
        self.session.commit()

        self.model.accounts[name].own = False
        self.model.apply_limits()

    @rule(group=st.sampled_from(["shops", "helpers"]), rules=limits)
    def change_a_group(self, group: str, rules: Rules) -> None:
        services.set_group(
            self.session, self.place.ledger(self.session), group, floor=rules.floor, ceiling=rules.ceiling,
            on_limit=rules.on_limit,
        )  # fmt: skip
        self.session.commit()

        self.model.groups[group] = rules
        self.model.apply_limits()

    @rule(name=names, group=st.sampled_from([None, "shops", "helpers"]))
    def put_in_a_group(self, name: str, group: str | None) -> None:
        if name not in self.model.accounts or (group is not None and group not in self.model.groups):
            return
        ledger = self.place.ledger(self.session)
        found = self.session.scalar(
            sa.select(AccountGroup).where(AccountGroup.ledger_id == ledger.id, AccountGroup.name == group)
        )
        services.put_in_group(self.session, ledger, self.account(name), found)
        self.session.commit()

        known = self.model.accounts[name]
        known.group, known.own = group, False
        self.model.apply_limits()

    def account(self, name: str) -> Account:
        return self.session.get_one(Account, self.place.accounts[name])

    @rule(
        to=st.sampled_from(["Levies", "Fund", "Bakery"]),
        rate=st.sampled_from([0, 50, 300, 3333, 10_000]),
        fixed=st.integers(0, 3),
        paid_by=st.sampled_from(["payer", "payee"]),
    )
    def set_a_levy(self, to: str, rate: int, fixed: int, paid_by: str) -> None:
        if len(self.model.levies) == 3:
            return
        levy = services.set_levy(
            self.session, self.place.ledger(self.session), name="For the commons", account=self.account(to),
            rate=rate, fixed=fixed, paid_by=paid_by,
        )  # fmt: skip
        self.session.commit()

        self.model.levies[levy.id] = LevyRule(to, rate, fixed, paid_by)

    @rule(pick=picks)
    def end_a_levy(self, pick: int) -> None:
        if not self.model.levies:
            return
        levy_id, levy = list(self.model.levies.items())[pick % len(self.model.levies)]
        services.end_levy(self.session, self.place.ledger(self.session), self.session.get_one(Levy, levy_id))
        self.session.commit()

        levy.ended = True

    @rule(name=st.sampled_from(["Dina", "Emil", "Fay"]))
    def somebody_joins(self, name: str) -> None:
        if name in self.model.accounts:
            return
        model = self.model
        refused = self.welcome_is_refused()
        done = self.attempt(lambda: self.find(name, "member"))

        assert done == (not refused)
        model.open(name, "member")
        self.place.accounts[name] = self.session.scalars(
            sa.select(Account.id).where(
                Account.ledger_id == self.place.ledger_id, Account.member_id == self.member_ids[name]
            )
        ).one()
        if done and model.welcome:
            made = self.session.scalars(laws.LAST_TRANSFER, {"ledger": self.place.ledger_id}).one()
            model.move(self.place.legs(self.session, made))
        self.session.commit()

    def welcome_is_refused(self) -> bool:
        model = self.model
        given = copy.deepcopy(model)
        given.open("new", "member")
        return bool(model.welcome and given.refused([Leg("Community", "new", model.welcome, "welcome")]))

    @rule(name=names)
    def close(self, name: str) -> None:
        known = self.model.accounts.get(name)
        if known is None or name in ("Community", "Levies"):
            return

        done = self.attempt(lambda: services.close_account(self.session, self.account(name)))

        assert done == (known.balance == known.held == known.expected == 0)
        known.closed = known.closed or done

    @rule(name=names, who=st.sampled_from(MEMBERS), right=st.sampled_from(Right), most=usual)
    def give_a_right(self, name: str, who: str, right: Right, most: int) -> None:
        if name not in self.model.accounts:
            return
        limit = most if right is Right.PAY_UP_TO else None
        services.give_right(self.session, self.account(name), self.member_ids[who], right=right, most=limit)
        self.session.commit()

        self.model.rights[name, who] = (right, limit)

    @rule(name=names, who=st.sampled_from(MEMBERS))
    def take_a_right(self, name: str, who: str) -> None:
        if name in self.model.accounts:
            services.take_right(self.session, self.account(name), self.member_ids[who])
            self.session.commit()
            self.model.rights.pop((name, who), None)

    @rule(name=names, who=st.sampled_from(MEMBERS), amount=usual)
    def ask_who_may_pay(self, name: str, who: str, amount: int) -> None:
        if name not in self.model.accounts:
            return
        right, most = self.model.rights.get((name, who), (Right.SEE, None))
        expected = name == who or right == Right.PAY or (right == Right.PAY_UP_TO and amount <= (most or 0))

        assert queries.may_pay(self.session, self.account(name), self.member_ids[who], amount) == expected
        self.session.commit()

    @rule(table=st.sampled_from(EVERY_TABLE), how=st.sampled_from(["UPDATE", "DELETE"]))
    def tamper(self, table: str, how: str) -> None:
        statement = f"DELETE FROM {table}" if how == "DELETE" else f"UPDATE {table} SET territory_id = NULL"
        there = self.session.scalar(sa.text(f"SELECT count(*) FROM {table}"))
        if there:
            with pytest.raises(IntegrityError, match="never changed"):
                self.session.execute(sa.text(statement))
        self.session.rollback()

    @rule(most=st.sampled_from([2, 5_000]))
    def transfers_get_their_place_in_the_chain(self, most: int) -> None:
        linked = chain.link(self.session, most=most)
        self.session.commit()

        assert linked <= len(self.model.transfers)

    @rule()
    def restart(self) -> None:
        self.disconnect()
        self.connect()
