"""The world of T14: the demonstration, and in it one person who takes part everywhere and may do everything.

Every group of operations begins in the same world: what one destroys (a membership, a sub-network, a
token) would keep the next from being reached at all.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bar.site import Site, free_port

TERRITORY = "bordeaux"
EMAIL = "inhabitant@example.org"
MEMBERS = 60
MOST = 30
TOKENS = 10  # of the person, to be revoked
TABLES = {
    "subnetwork_slug": "subnetwork",
    "slug": "subnetwork",
    "common_account_id": "account",
    "from_account_id": "account",
    "to_account_id": "account",
    "payer_id": "account",
    "payee_id": "account",
    "round_id": "clearing_round",
    "request_id": "payment_request",
    "order_id": "standing_order",
    "delivery_id": "webhook_delivery",
    "token_id": "api_token",
    "organisation_id": "local_currency_organisation",
    "desk_id": "local_currency_desk",
    "asked_id": "payment_request",
    "reconversion_id": "local_currency_reconversion",
    "note_place_id": "local_currency_note_place",
    "to_place_id": "local_currency_note_place",
    "note_operation_id": "local_currency_note_operation",
    "series_id": "local_currency_note_series",
    "melting_rule_id": "local_currency_melting_rule",
    "association_id": "local_currency_organisation",
    "programme_id": "local_currency_programme",
    "day_id": "local_currency_desk_day",
    "workshop_id": "time_bank_workshop",
    "cheque_number": "time_bank_cheque",
    "line_id": "time_bank_sheet_line",
    "contribution_id": "time_bank_contribution",
    "absence_id": "time_bank_absence",
    "book_id": "time_bank_cheque_book",
    "batch_id": "time_bank_batch",
}
"""Tables of variables that are not called after theirs."""
MEANT = {
    "body.present[*]": "member_id",
    "body.rows[*].number": "cheque_number",
    "body.rows[*].payee": "member_id",
    "body.rows[*].payer": "member_id",
    "body.to": "holder",
}
"""What fields stand for whose name does not tell."""


def fill(made: Site) -> None:
    """Build the demonstration and let one of its people do everything in their territory."""
    _must(made, "demo", "build", "--members", str(MEMBERS))
    for _ in range(TOKENS):
        token(made)
    _let_one_person_do_everything(made)
    _let_one_time_bank_keep_sheets(made)


@contextmanager
def anew(made: Site) -> Iterator[Site]:
    """Yield a site on a copy of the world as it was filled; the copy goes with it."""
    with tempfile.TemporaryDirectory(prefix="together-bar-") as apart:
        folder = Path(apart, "copy")
        shutil.copytree(made.folder, folder)
        with _copied(made, folder) as url:
            copy = Site(folder=folder, database_url=url, server=made.server, port=free_port(),
                        log_file=Path(apart, "server.log"))  # fmt: skip
            try:
                yield copy
            finally:
                if copy.process is not None:
                    copy.kill()


@contextmanager
def _copied(made: Site, folder: Path) -> Iterator[str]:
    if made.server is None:
        yield made.database_url.replace(str(made.folder), str(folder))
        return
    world = sa.make_url(made.database_url)
    above = sa.create_engine(
        world.set(database="template1"), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT"
    )
    with above.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE a_copy TEMPLATE {world.database}"))
    try:
        yield world.set(database="a_copy").render_as_string(hide_password=False)
    finally:
        with above.connect() as connection:
            connection.execute(sa.text("DROP DATABASE a_copy WITH (FORCE)"))


def token(made: Site) -> str:
    """Return a token of that person with every scope."""
    from app.api.scopes import Scope

    words = [word for scope in Scope for word in ("--scope", scope.value)]
    return _must(made, "tokens", "create", EMAIL, *words).splitlines()[0]


def token_id(made: Site) -> str:
    """Return the id of the token that was made last."""
    from app.api.models import ApiToken

    with made.session() as session:
        return str(session.scalar(sa.select(ApiToken.id).order_by(ApiToken.id.desc()).limit(1)))


def known(made: Site, names: set[str]) -> dict[str, list[Any]]:
    """Return values of the territory for variables: ids, slugs, kinds, terms; first those of the person."""
    plugins = made.application.extensions["together_plugins"]
    plain: dict[str, list[Any]] = {
        "territory": [TERRITORY],
        "kind": [*plugins.kinds],
        "plugin": [*plugins.installed],
        "terms": ["gift", *plugins.settlements],
        "component": ["A01", "B02", "C03"],
        "components": ["A01", "B02", "C03"],
        "amount": [1, 60, 150],
    }
    with made.session() as session:
        ids = _Ids(session)
        plain["holder"] = [f"member:{one}" for one in ids.of("member_id")]
        return {name: plain.get(name) or ids.of(name) for name in sorted(names)}


def installed(made: Site) -> dict[str, list[str]]:
    """Return the slugs of the sub-networks of the territory where each plugin is switched on."""
    from app.subnetworks.models import Installation, Subnetwork
    from app.territories.models import Territory

    wanted = (
        sa.select(Installation.plugin, Subnetwork.slug)
        .join(Subnetwork, Installation.subnetwork_id == Subnetwork.id)
        .join(Territory, Subnetwork.territory_id == Territory.id)
        .where(Territory.slug == TERRITORY, Installation.enabled)
        .order_by(Installation.plugin, Subnetwork.slug)
    )
    found: dict[str, list[str]] = {}
    with made.session() as session:
        for plugin, slug in session.execute(wanted):
            found.setdefault(plugin, []).append(slug)
    return found


class _Ids:
    """Ids and slugs of what there is, that of the person before that of others."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.tables = sa.MetaData()
        self.tables.reflect(session.get_bind())
        person, member, place = (self.tables.tables[name] for name in ("person", "member", "territory"))
        self.place = session.scalar(sa.select(place.c.id).where(place.c.slug == TERRITORY))
        me = session.scalar(sa.select(person.c.id).where(person.c.email == EMAIL))
        wanted = sa.select(member.c.id).where(member.c.person_id == me, member.c.territory_id == self.place)
        self.mine = {"person": {me}, "member": {session.scalar(wanted)}}
        for name in ("account", "exchange"):
            self.mine[name] = {row.id for row in self._rows(name, mine_only=True)}

    def of(self, name: str) -> list[str]:
        """Return up to thirty values for a variable; none when it stands for no row."""
        column = next((one for one in ("id", "number") if name.endswith(f"_{one}")), "slug")
        rows = self._rows(_table(name))
        return [
            str(UUID(str(value))) if column == "id" else str(value)
            for row in rows[:MOST]
            if (value := getattr(row, column, None)) is not None
        ]

    def _rows(self, name: str, *, mine_only: bool = False) -> list[Any]:
        table = self.tables.tables.get(name)
        if table is None:
            return []
        wanted = sa.select(table)
        if "territory_id" in table.c:
            wanted = wanted.where(sa.or_(table.c.territory_id == self.place, table.c.territory_id.is_(None)))
        rows = self.session.execute(wanted).all()
        ties = [
            (key.parent.name, mine)
            for key in table.foreign_keys
            if (mine := self.mine.get(key.column.table.name))
        ]
        counted = [(sum(getattr(row, column) in mine for column, mine in ties), row) for row in rows]
        counted.sort(key=lambda pair: -pair[0])
        return [row for count, row in counted if count or not mine_only]


def _table(name: str) -> str:
    if name in TABLES:
        return TABLES[name]
    for ending in ("account_id", "member_id"):
        if name.endswith(ending):
            return ending.removesuffix("_id")
    return name.removesuffix("_id").removesuffix("_slug")


def _must(made: Site, *words: str) -> str:
    done = made.run(*words, timeout=900)
    if done.returncode:
        raise RuntimeError(f"together {' '.join(words)}: {done.stderr}")
    return done.stdout.strip()


def _let_one_person_do_everything(made: Site) -> None:
    """Give the person every role, every sub-network to coordinate, and a webhook in each of them."""
    from app.members import services as members
    from app.members.models import Member, Person
    from app.subnetworks import services as subnetworks
    from app.subnetworks.models import Subnetwork
    from app.territories.models import Territory
    from app.webhooks import services as webhooks
    from app.webhooks import signing
    from app.webhooks.kinds import KINDS

    cipher = signing.cipher(made.application.extensions["together_settings"].data_dir)
    with made.session() as session:
        place = session.scalars(sa.select(Territory).where(Territory.slug == TERRITORY)).one()
        person = session.scalars(sa.select(Person).where(Person.email == EMAIL)).one()
        wanted = (Member.person_id == person.id, Member.territory_id == place.id)
        member = session.scalars(sa.select(Member).where(*wanted)).one()
        for role in members.GIVEN:
            members.give_role(session, member, place, role, by=member)
        for network in session.scalars(sa.select(Subnetwork).where(Subnetwork.territory_id == place.id)):
            subnetworks.name_coordinator(session, network, member)
            webhooks.register(session, cipher, subnetwork=network, by=member, name="A receiver",
                              url="https://receiver.example.org/in", kinds=list(KINDS),
                              secret=signing.new_secret())  # fmt: skip
        session.commit()


def _let_one_time_bank_keep_sheets(made: Site) -> None:
    """Let the last of the time banks count in the other way, which the demonstration does not show."""
    from app.subnetworks.models import Installation, Subnetwork
    from app.territories.models import Territory

    wanted = (
        sa.select(Installation)
        .join(Subnetwork, Installation.subnetwork_id == Subnetwork.id)
        .join(Territory, Subnetwork.territory_id == Territory.id)
        .where(Territory.slug == TERRITORY, Installation.plugin == "time_bank", Installation.enabled)
        .order_by(Subnetwork.slug.desc())
    )
    with made.session() as session:
        last = session.scalars(wanted).first()
        last.settings = {**last.settings, "mode": "declared"}
        session.commit()
