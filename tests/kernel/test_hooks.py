"""One test for each hook, each with a plugin of a few lines."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.exchanges import services
from app.exchanges.models import Exchange, State
from app.exchanges.wishes import Wish
from app.impact.models import MeasureEntry
from app.jobs.running import run_due
from app.kernel.registry import Plugins, built_by
from app.members.models import Member
from app.notifications.kinds import kind
from app.notifications.models import Notification, OutgoingMail
from app.plugin_api import (
    Criterion,
    DataFormat,
    ImpactMeasure,
    Job,
    Manifest,
    Match,
    Notice,
    Panel,
    Quote,
    Refusal,
    ResourceKind,
    SettlementMethod,
    hookimpl,
    notify,
)
from app.subnetworks.models import Installation, Subnetwork
from app.subnetworks.panels import shown_panels
from app.territories.models import Territory
from app.testing import factories
from app.web.database import db

MANIFEST = Manifest(slug="rain", title="Rain", summary="Umbrellas.", author="Tests")
UMBRELLA = ResourceKind(
    slug="rain.umbrella",
    label="Umbrella",
    offer_label="I leave an umbrella",
    request_label="I need an umbrella",
    icon="box",
    unit="things",
    components=("A08",),
    terms=("gift", "rain.smile"),
)


class Rain:
    """The least that a plugin can be."""

    @hookimpl
    def manifest(self) -> Manifest:
        return MANIFEST


class Story:
    """Ana left an umbrella in a sub-network; Bilal asks for it."""

    def __init__(self, app: Flask, session: Session, *, switched_on: bool = True) -> None:
        self.session, self.plugins = session, app.extensions["together_plugins"]
        place = factories.territory(session)
        self.ana = factories.member(session, place, first_name="Ana")
        self.bilal = factories.member(session, place, first_name="Bilal")
        self.subnetwork = factories.subnetwork(session, place, plugins=["rain"])
        session.query(Installation).one().enabled = switched_on
        terms = ["gift", "rain.smile"]
        self.listing = factories.listing(
            session, self.ana, self.subnetwork, kind="rain.umbrella", terms=terms
        )
        session.commit()

    def ask(self, **wish: Any) -> Exchange:
        return services.ask(
            self.session,
            self.plugins,
            listing=self.listing,
            asker=self.bilal,
            text="It rains.",
            wish=Wish(what="The umbrella", **wish),
        )

    def agree(self, exchange: Exchange) -> Exchange:
        return services.accept(self.session, self.plugins, exchange, by=self.ana)


@pytest.fixture
def tell(make_app: Callable[..., Flask]) -> Iterable[Callable[..., Story]]:
    """``tell(plugin)``: the story of Ana's umbrella where this plugin is installed."""
    opened: list[Session] = []

    def begin(plugin: object, **how: Any) -> Story:
        app = make_app([plugin])
        with app.app_context():
            session = Session(db.engine, expire_on_commit=False)
        opened.append(session)
        return Story(app, session, **how)

    yield begin
    for session in opened:
        session.close()


def test_hook_manifest_says_who_the_plugin_is() -> None:
    plugins = Plugins(built_by([Rain()]))

    assert list(plugins.installed) == ["rain"]
    assert plugins.installed["rain"].manifest is MANIFEST


def test_hook_resource_kinds_can_be_listed_and_asked_for(tell: Callable[..., Story]) -> None:
    class Shelf(Rain):
        @hookimpl
        def resource_kinds(self) -> Iterable[ResourceKind]:
            yield UMBRELLA

    story = tell(Shelf())
    exchange = story.ask()

    assert list(story.plugins.kinds) == ["rain.umbrella"]
    assert exchange.kind == "rain.umbrella"
    assert exchange.giver_id == story.ana.id


def test_hook_match_criteria_score_with_a_reason(tell: Callable[..., Story]) -> None:
    class Matching(Rain):
        @hookimpl
        def match_criteria(self) -> Iterable[Criterion]:
            found = Match(score=0.5, reason="one half stays dry")
            yield Criterion(
                slug="rain.size", label="Size", kinds=("rain.umbrella",), score=lambda *three: found
            )

    story = tell(Matching())
    match = story.plugins.criteria["rain.size"].score(story.session, story.listing, story.listing)

    assert (match.score, match.reason) == (0.5, "one half stays dry")


def test_hook_settlement_methods_quote_what_is_asked(tell: Callable[..., Story]) -> None:
    class Smiling(Rain):
        @hookimpl
        def settlement_methods(self) -> Iterable[SettlementMethod]:
            yield SettlementMethod(
                slug="rain.smile",
                label="for smiles",
                quote=lambda session, subnetwork, proposal: Quote(amount=proposal.amount, text="", ceiling=3),
                asks_amount=True,
                unit="smiles",
            )

    story = tell(Smiling())
    exchange = story.ask(terms="rain.smile", amount=3)

    assert (exchange.proposal.terms, exchange.proposal.amount) == ("rain.smile", 3)
    with pytest.raises(Refusal, match="At most 3 smiles may be asked for this"):
        services.propose(
            story.session,
            story.plugins,
            exchange,
            by=story.ana,
            wish=Wish(what="The umbrella", terms="rain.smile", amount=4),
        )


def test_hook_impact_measures_count_confirmed_exchanges(tell: Callable[..., Story]) -> None:
    class Counting(Rain):
        @hookimpl
        def impact_measures(self) -> Iterable[ImpactMeasure]:
            yield ImpactMeasure(
                slug="rain.walks",
                label="Walks in the dry",
                unit="things",
                method="Counts umbrellas.",
                source="The exchanges.",
                uncertainty="It may not have rained.",
                kinds=("rain.umbrella",),
                measure=lambda session, exchange: exchange.proposal.quantity,
            )

    story = tell(Counting())
    exchange = story.agree(story.ask(quantity=2))
    before = story.session.query(MeasureEntry).all()
    services.mark_done(story.session, story.plugins, exchange, by=story.ana)
    services.confirm(story.session, story.plugins, exchange, by=story.bilal)

    assert before == []
    assert [(entry.measure, entry.quantity) for entry in story.session.query(MeasureEntry)] == [
        ("rain.walks", 2)
    ]


def test_hook_panels_stand_on_the_pages_of_the_core(app: Flask) -> None:
    class Weather(Rain):
        @hookimpl
        def panels(self) -> Iterable[Panel]:
            yield Panel(
                slug="rain.now",
                title="Outside",
                place="territory",
                template="errors/plain.html",
                context=lambda session, subject, reader: {"title": f"It rains in {subject}", "code": 200},
            )

    plugins = Plugins(built_by([Weather()]))
    with app.test_request_context():
        shown = shown_panels(db.session, plugins, "territory", "Bordeaux", None, {"rain"})
        elsewhere = shown_panels(db.session, plugins, "member", "Ana", None, {"rain"})
        switched_off = shown_panels(db.session, plugins, "territory", "Bordeaux", None, set())

    assert [(panel.slug, panel.title) for panel in shown] == [("rain.now", "Outside")]
    assert "It rains in Bordeaux" in shown[0].html
    assert elsewhere == switched_off == []


def test_hook_data_formats_write_and_read_files() -> None:
    class Lines(Rain):
        @hookimpl
        def data_formats(self) -> Iterable[DataFormat]:
            yield DataFormat(
                slug="rain.lines",
                label="Lines",
                media_type="text/plain",
                suffix=".txt",
                export=lambda session, subject: f"one umbrella of {subject}".encode(),
                bring=lambda session, subject, content: ["Line 1 is no umbrella."],
            )

    lines = Plugins(built_by([Lines()])).formats["rain.lines"]

    assert lines.export is not None
    assert lines.bring is not None
    assert lines.export(Session(), "Ana") == b"one umbrella of Ana"
    assert lines.bring(Session(), "Ana", b"a hat") == ["Line 1 is no umbrella."]


def test_hook_jobs_run_beside_those_of_the_core(make_app: Callable[..., Flask]) -> None:
    done: list[str] = []

    class Working(Rain):
        @hookimpl
        def jobs(self) -> Iterable[Job]:
            yield Job(
                slug="rain.forecast",
                every=timedelta(hours=1),
                run=lambda session: done.append(factories.territory(session, "rainy").slug),
            )

    app = make_app([Working()])
    first = run_due(app, only=["rain.forecast"])
    again = run_due(app)

    assert first == ["rain.forecast"]
    assert "rain.forecast" not in again
    assert done == ["rainy"]
    with app.app_context():
        assert db.session.query(Territory).one().slug == "rainy"


def test_hook_notices_reach_people_in_their_language(make_app: Callable[..., Flask]) -> None:
    class Telling(Rain):
        @hookimpl
        def notices(self) -> Iterable[Notice]:
            yield Notice(
                slug="rain.soon",
                label="Rain is near",
                sentence="Rain in %(hours)s hours.",
                mail_subject="Rain",
                mail_text="Take an umbrella within %(hours)s hours.",
            )

    app = make_app([Telling()])
    with app.app_context():
        ana = factories.person(db.session, first_name="Ana")
        notify(db.session, person_id=ana.id, kind="rain.soon", path="/", values={"hours": 3})
        db.session.commit()
        mail = db.session.query(OutgoingMail).one()
        notification = db.session.query(Notification).one()

    assert (mail.kind, mail.subject) == ("rain.soon", "Rain")
    assert "Take an umbrella within 3 hours." in mail.text
    assert str(kind("rain.soon").sentence) % notification.values == "Rain in 3 hours."


class Strict(Rain):
    """Objects to everything but asking."""

    @hookimpl
    def exchange_objections(self, session: Session, exchange: Exchange, to: State) -> Iterable[str]:
        return ["It will be dry.", "It is too late."] if to is State.AGREED else []


def test_hook_exchange_objections_are_reported_together(tell: Callable[..., Story]) -> None:
    story = tell(Strict())
    exchange = story.ask()

    with pytest.raises(Refusal) as refused:
        story.agree(exchange)

    assert refused.value.reasons == ("It will be dry.", "It is too late.")
    assert exchange.state == State.ASKED


def test_a_plugin_that_is_switched_off_is_not_asked(tell: Callable[..., Story]) -> None:
    story = tell(Strict(), switched_on=False)
    exchange = story.agree(story.ask())

    assert exchange.state == State.AGREED


def test_hook_exchange_advanced_follows_in_the_same_transaction(tell: Callable[..., Story]) -> None:
    class Following(Rain):
        seen: list[tuple[str, str]]

        @hookimpl
        def exchange_advanced(self, session: Session, exchange: Exchange, was: State) -> None:
            self.seen.append((was, exchange.state))
            if exchange.state == State.DONE:
                raise RuntimeError("the umbrella is not back")

    plugin = Following()
    plugin.seen = []
    story = tell(plugin)
    exchange = story.agree(story.ask())
    with pytest.raises(RuntimeError, match="the umbrella is not back"):
        services.mark_done(story.session, story.plugins, exchange, by=story.ana)

    story.session.refresh(exchange)
    assert plugin.seen == [("asked", "agreed"), ("agreed", "done")]
    assert exchange.state == State.AGREED


def test_hook_demo_data_adds_to_the_demonstration(session: Session) -> None:
    class Demo(Rain):
        @hookimpl
        def demo_data(self, session: Session, world: Any) -> None:
            factories.subnetwork(session, world["territory"], "umbrellas", plugins=["rain"])

    place = factories.territory(session)
    Plugins(built_by([Demo()])).demo(session, {"territory": place})

    assert [network.slug for network in session.query(Subnetwork)] == ["umbrellas"]
    assert session.query(Member).all() == []
