"""The life of a ledger under trial: how it is opened, asked, held against its model, and restarted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from sqlalchemy.orm import Session

from app import clock
from app.db.engine import protect
from app.ledgers import chain, services
from app.ledgers.models import Account, AccountKind
from app.ledgers.refusals import LedgerRefusal
from app.ledgers.verification import faults
from tests.ledgers.machine import laws
from tests.ledgers.machine.model import Answer, Leg, Model, Rules
from tests.ledgers.machine.requests import Correct, Give, Keep, Place, Request, SetAside, Together

MEMBERS = ("Ana", "Bea", "Carl", "Dina", "Emil", "Fay")
AT_FIRST = {
    "Ana": "member",
    "Bea": "member",
    "Carl": "member",
    "Bakery": "organisation",
    "Repairs": "subnetwork",
    "Community": "community",
    "Fund": "community",
    "Issue": "issuance",
    "Levies": "levies",
    "Rounding": "rounding",
}
names = st.sampled_from([*AT_FIRST, "Ana", "Bea", "Carl", "Bakery", "Dina", "Emil"])
picks = st.integers(0, 10**6)
usual = st.integers(1, 50)
odd = st.sampled_from([-1, 0, 150, 10**12, 10**12 + 1, 2**63])
amounts = st.integers(0, 7).flatmap(lambda dice: odd if dice == 0 else usual)
limits = st.builds(
    Rules,
    st.none() | st.integers(-80, 0) | st.integers(-300, 20),
    st.none() | st.integers(0, 80) | st.integers(-20, 300),
    st.sampled_from(["block", "block", "warn"]),
)


class Life(RuleBasedStateMachine):
    """One ledger, its model, and what was read of it after the last step."""

    url: Any
    territory_id: UUID
    subnetwork_id: UUID
    member_ids: dict[str, UUID]

    def __init__(self) -> None:
        super().__init__()
        self.threads = ThreadPoolExecutor(1)
        self.connect()

    def connect(self) -> None:
        self.engine = make_engine(self.url)
        self.session, self.other = (Session(self.engine, expire_on_commit=False) for _ in range(2))

    def teardown(self) -> None:
        if hasattr(self, "model"):
            chain.link_all(self.session)
            assert faults(self.session, self.place.ledger_id) == []
            laws.every_transfer_has_its_place(laws.read(self.session, self.place.ledger_id))
        self.disconnect()
        self.threads.shutdown()
        clock.shift(timedelta(0))

    def disconnect(self) -> None:
        self.session.close()
        self.other.close()
        self.engine.dispose()

    @initialize(rules=limits)
    def open(self, rules: Rules) -> None:
        self.rules_of_ledger = {"purpose": str(clock.now())}
        ledger = self.bring_rules(rules, 0)
        self.place, self.model = Place(ledger.id, {}), Model(rules)
        for name, kind in AT_FIRST.items():
            self.find(name, kind)
            self.model.open(name, kind)
        self.session.commit()
        self.tables = laws.read(self.session, ledger.id)
        self.session.commit()

    def bring_rules(self, rules: Rules, welcome: int) -> Any:
        return services.open_ledger(
            self.session,
            territory_id=self.territory_id,
            subnetwork_id=self.subnetwork_id,
            plugin="time_bank",
            unit="minutes",
            name="Hours",
            floor=rules.floor,
            ceiling=rules.ceiling,
            on_limit=rules.on_limit,
            welcome=welcome,
            **self.rules_of_ledger,
        )

    def find(self, name: str, kind: str) -> Account:
        ledger = self.place.ledger(self.session)
        if kind == "member":
            found = services.account_of(self.session, ledger, self.member_ids[name])
        elif name == "Community":
            found = services.community_account(self.session, ledger)
        else:
            found = services.open_account(self.session, ledger, kind=AccountKind(kind), name=name)
        self.place.accounts[name] = found.id
        return found

    def answer(self, session: Session, request: Request, key: str) -> Answer:
        try:
            return Answer(made=request.send(session, self.place, key).id)
        except LedgerRefusal as said:
            return Answer(code=said.code)

    def note(self, model: Model, request: Request, key: str, answer: Answer) -> None:
        """Hold an answer against what the model expects, then let the model follow."""
        codes = request.refused(model)
        assert (answer.code in codes) if codes else (answer.code is None), (request, answer, codes)
        model.answers[key] = (request, answer)
        if answer.made is None:
            return
        legs = [] if isinstance(request, SetAside) else self.place.legs(self.session, answer.made)
        if isinstance(request, Correct) and request.instead is not None:
            legs += self.place.others(self.session, model.transfers.keys() | {one for one, _ in legs})
        request.note(model, answer.made, legs)

    def resolve(self, request: Any) -> Request | None:
        """Turn names and numbers into what is there; none when there is no hold or transfer yet."""
        if isinstance(request, Keep):
            hold = self.some_hold(request.hold)
            return None if hold is None else Keep(hold, request.amount)
        if isinstance(request, Correct):
            first = self.some_transfer(request.transfer)
            return None if first is None else Correct(first, request.instead and self.there(request.instead))
        if isinstance(request, SetAside):
            payer, payee, *_ = self.there(Leg(request.payer, request.payee, 1, ""))
            return SetAside(payer, payee, request.amount, clock.now() + timedelta(days=request.until))
        if isinstance(request, Together):
            return Together(tuple(self.there(leg) for leg in request.parts))
        return Give(self.there(request.leg), request.memo)

    def there(self, leg: Leg) -> Leg:
        """Return a leg between accounts that are open by now."""
        payer = leg.payer if leg.payer in self.model.accounts else "Ana"
        payee = leg.payee if leg.payee in self.model.accounts else "Bea"
        return leg._replace(payer=payer, payee=payee)

    def some_hold(self, pick: int) -> UUID | None:
        """Return a hold, mostly one that is open."""
        holds = self.model.holds
        still = [one for one, promise in holds.items() if promise.state == "open"]
        return _picked(still if still and pick % 4 else list(holds), pick)

    def some_transfer(self, pick: int) -> UUID | None:
        """Return a transfer, mostly one that can be corrected."""
        every = self.model.transfers
        standing = [
            one for one, moved in every.items()
            if moved.first == one and not moved.reversed and moved.reverses is None
        ]  # fmt: skip
        return _picked(standing if standing and pick % 4 else list(every), pick)

    @invariant()
    def every_law_holds(self) -> None:
        if not hasattr(self, "model"):
            return
        self.other.close()
        self.session.close()  # every request has a session of its own: nothing is remembered
        now = laws.read(self.session, self.place.ledger_id)
        self.session.close()
        laws.check(self.tables, now, self.model, self.place)
        self.tables = now


def _picked(rows: list[UUID], pick: int) -> UUID | None:
    return rows[pick // 4 % len(rows)] if rows else None


def make_engine(url: sa.URL) -> sa.Engine:
    """Make an engine with the rules of the platform; durability is tried elsewhere, not here."""
    engine = sa.create_engine(url, pool_size=3)
    protect(engine)
    sa.event.listen(engine, "connect", _do_not_wait_for_the_disk)
    return engine


def _do_not_wait_for_the_disk(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    sqlite = type(connection).__module__.startswith("sqlite3")
    cursor.execute("PRAGMA synchronous=OFF" if sqlite else "SET synchronous_commit = off")
    cursor.close()
    if not sqlite:
        connection.commit()
