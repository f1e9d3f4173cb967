"""What every plugin must satisfy: a class of tests that its author inherits, see docs/plugins.md."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask, url_for
from sqlalchemy.orm import Session

from app import text
from app.db import migrations
from app.db.base import Model
from app.subnetworks.services import install
from app.testing import factories
from app.testing.catalogues import gaps, misfilled
from app.testing.plugin_faults import differs, keys_to_nowhere, menu_faults, unfilled_columns
from app.testing.plugin_parts import (
    differences,
    folder_of,
    installed_in,
    least_of,
    plugins_of,
    rendered,
    slug_of,
    tables_of,
    tables_there,
)
from app.testing.queries import count_queries
from app.web.database import db
from app.wellbeing.queries import current

__all__ = [
    "PluginContract",
]

ICONS = Path(__file__).parents[1] / "static/icons.svg"


class PluginContract:
    """The tests; ``plugin`` is the module with the hooks."""

    plugin: ModuleType

    def test_the_platform_starts_with_it_alone_and_with_none(self, make_app: Callable[..., Flask]) -> None:
        """Start twice, and ask whether the platform is ready."""
        alone, none = make_app([self.plugin]), make_app([])

        assert list(plugins_of(alone).installed) == [slug_of(self.plugin)]
        assert plugins_of(none).installed == {}
        assert alone.test_client().get("/readyz").text == none.test_client().get("/readyz").text == "ready\n"

    def test_it_says_who_it_is(self, make_app: Callable[..., Flask]) -> None:
        """Have words, an author, a licence and an icon that exists."""
        manifest = installed_in(make_app([self.plugin])).manifest
        icons = ICONS.read_text("utf-8")

        assert all(map(str, (manifest.title, manifest.summary, manifest.author, manifest.licence)))
        assert f'id="{manifest.icon}"' in icons
        for entry in manifest.menu:
            assert f'id="{entry.icon}"' in icons

    def test_its_kinds_speak_of_components_terms_and_units_that_exist(
        self, make_app: Callable[..., Flask]
    ) -> None:
        """Name codes of the seeded typology, and terms of its own that it brings."""
        app = make_app([self.plugin])
        plugins, slug = plugins_of(app), slug_of(self.plugin)
        with app.app_context(), Session(db.engine) as session:
            known = set(current(session).components)

        assert set(installed_in(app).manifest.components) <= known
        for kind in plugins.kinds.values():
            assert kind.components, f"{kind.slug} serves no component"
            assert set(kind.components) <= known
            assert kind.terms, f"{kind.slug} can be settled in no way"
            own = {terms for terms in kind.terms if terms.startswith(f"{slug}.")}
            assert own <= set(plugins.settlements)
            assert all(map(str, (kind.label, kind.offer_label, kind.request_label, kind.unit)))
            assert f'id="{kind.icon}"' in ICONS.read_text("utf-8")
        spoken_of = [measure.kinds for measure in plugins.measures.values()]
        spoken_of += [criterion.kinds for criterion in plugins.criteria.values()]
        for names in spoken_of:
            assert {name for name in names if name.startswith(f"{slug}.")} <= set(plugins.kinds)
        for measure in plugins.measures.values():
            assert all(map(str, (measure.label, measure.method, measure.source, measure.uncertainty)))

    def test_its_tables_carry_its_name_and_the_core_points_to_none(self) -> None:
        """Keep to tables called ``<slug>_<noun>`` that know their territory."""
        own = tables_of(self.plugin)

        assert not list(keys_to_nowhere(own))
        for table in own:
            assert table.name.startswith(f"{slug_of(self.plugin)}_"), f"{table.name}: another's prefix"
            assert "territory_id" in table.columns, f"{table.name} belongs to no territory"
        names = {table.name for table in own}
        for table in Model.metadata.tables.values():
            if table not in own:
                targets = {key.target_fullname.rpartition(".")[0] for key in table.foreign_keys}
                assert not targets & names, f"{table.name} points to a table of the plugin; nothing may"

    def test_its_migrations_go_up_down_and_up_and_end_at_its_models(
        self, make_app: Callable[..., Flask]
    ) -> None:
        """Leave nothing behind when it goes, and come back as its models say."""
        app, slug = make_app([self.plugin]), slug_of(self.plugin)
        folders = plugins_of(app).migrations
        names = {table.name for table in tables_of(self.plugin)}
        with app.app_context(), db.engine.connect() as connection:
            assert tables_there(connection, slug) == names
            if slug in folders:
                migrations.downgrade(connection, folders, f"{slug}@base")
                assert tables_there(connection, slug) == set()
                assert all(
                    not name.startswith(f"{slug}_") for name in migrations.current_revisions(connection)
                )
                migrations.upgrade(connection, folders)
                assert tables_there(connection, slug) == names
            assert not differs(slug, differences(connection, slug, folders))
            connection.rollback()

    def test_its_revisions_name_it_and_rest_on_the_first_of_the_core(
        self, make_app: Callable[..., Flask]
    ) -> None:
        """Have readable revisions, on a branch of its own that never hides the core's."""
        app, slug = make_app([self.plugin]), slug_of(self.plugin)
        folders = plugins_of(app).migrations
        script = ScriptDirectory.from_config(migrations.configure(None, folders))
        own = [revision for revision in script.walk_revisions() if slug in (revision.branch_labels or ())]

        for revision in own:
            assert revision.revision.startswith(f"{slug}_")
            if revision.down_revision is None:
                assert revision.dependencies == "core_0001"
            else:
                assert revision.dependencies is None
                assert not list(unfilled_columns(Path(revision.path)))

    def test_its_pages_stand_below_its_slug_and_its_links_lead_somewhere(
        self, make_app: Callable[..., Flask]
    ) -> None:
        """Serve pages below ``/t/<territory>/<slug>/`` only; menu entries name pages that exist."""
        app, slug = make_app([self.plugin]), slug_of(self.plugin)
        manifest = installed_in(app).manifest
        pages = manifest.pages
        rules = [
            rule
            for rule in app.url_map.iter_rules()
            if pages is not None and rule.endpoint.startswith(f"{pages.name}.") and rule.endpoint != "static"
        ]

        assert (pages is None) == (not rules)
        assert not list(menu_faults(app, manifest))
        assert all(rule.rule.startswith(f"/t/<territory>/{slug}/") for rule in rules)
        with app.test_request_context():
            for entry in manifest.menu:
                assert url_for(entry.endpoint, territory="here").startswith(f"/t/here/{slug}/")

    def test_its_templates_compile_and_those_of_its_panels_exist(
        self, make_app: Callable[..., Flask]
    ) -> None:
        """Have every template below a folder of its own name."""
        app, slug = make_app([self.plugin]), slug_of(self.plugin)
        folder = folder_of(self.plugin) / "templates"
        own = [file.relative_to(folder).as_posix() for file in folder.rglob("*.html")]

        assert all(name.startswith(f"{slug}/") for name in own)
        for name in (*own, *(panel.template for panel in plugins_of(app).panels.values())):
            assert app.jinja_env.get_template(name).name == name

    def test_its_forms_build_and_fill_the_columns_of_their_details(
        self, make_app: Callable[..., Flask]
    ) -> None:
        """Have forms whose fields are columns, and settings that can be kept as JSON."""
        app = make_app([self.plugin])
        settings = installed_in(app).manifest.settings_form
        for kind in plugins_of(app).kinds.values():
            assert (kind.form is None) == (kind.detail is None), (
                f"{kind.slug}: a form and a table, or neither"
            )
            if kind.form is not None and kind.detail is not None:
                columns = set(sa.inspect(kind.detail).columns.keys())
                assert {field.name for field in rendered(app, kind.form)} <= columns
        if settings is not None:
            form = settings()
            assert json.loads(json.dumps(form.data)) == form.data
            assert rendered(app, settings)

    def test_a_row_of_details_with_nothing_but_defaults_makes_a_card(
        self, make_app: Callable[..., Flask]
    ) -> None:
        """Have short facts and all facts for a row that says the least, without asking the database."""
        app = make_app([self.plugin])
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            place = factories.territory(session)
            ana = factories.member(session, place)
            network = factories.subnetwork(session, place, plugins=[slug_of(self.plugin)])
            for kind in plugins_of(app).kinds.values():
                if kind.detail is None:
                    continue
                listing = factories.listing(session, ana, network, kind=kind.slug)
                row = kind.detail(listing_id=listing.id, territory_id=place.id, **least_of(kind.detail))
                session.add(row)
                session.flush()
                session.refresh(row)
                for language in text.LANGUAGES:
                    with text.speaking(language), count_queries(db.engine) as asked:
                        card = kind.card(row) if kind.card else []
                        facts = kind.facts(row) if kind.facts else []
                        proposed = kind.suggest(listing, row) if kind.suggest else None
                    assert isinstance(card, list | tuple), f"card of {kind.slug} gives one text: {card!r}"
                    assert [type(fact) for fact in card if fact] == [str] * len(card)
                    parts = [part for fact in facts for part in fact]
                    assert [type(part) for part in parts if part] == [str] * (2 * len(facts))
                    assert proposed is None or proposed > 0
                    assert asked.sent == []
                for found in kind.filters:
                    for value, _label in found.choices or (("1", ""),):
                        session.scalars(sa.select(kind.detail).where(found.clause(value))).all()

    def test_its_ledgers_are_opened_once(self, make_app: Callable[..., Flask]) -> None:
        """Give the same ledger however often it is asked."""
        app = make_app([self.plugin])
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            network = factories.subnetwork(session, factories.territory(session), plugins=())
            form = installed_in(app).manifest.settings_form
            install(
                session,
                plugins_of(app),
                subnetwork=network,
                plugin=slug_of(self.plugin),
                settings=dict(form().data) if form is not None else {},
            )
            for method in plugins_of(app).settlements.values():
                if method.ledger is not None:
                    first, second = (method.ledger(session, network) for _time in range(2))
                    assert first is not None
                    assert second is not None
                    assert first.id == second.id

    def test_its_french_catalogue_is_complete_if_it_has_one(self, make_app: Callable[..., Flask]) -> None:
        """Leave no sentence in English on a French page."""
        translations = installed_in(make_app([self.plugin])).manifest.translations
        if translations is None:
            return
        assert not misfilled(translations)
        missing = gaps(folder_of(self.plugin), translations)
        assert not missing, f"Not said in French: {missing}; 'together plugins translations .' asks for them"
