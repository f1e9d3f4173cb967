"""Breaks a freshly begun plugin in many places, for ``together plugins check`` to find each."""

from pathlib import Path

from app.kit import scaffold

PACKAGE = Path("together_plugin_bread")


def begun(folder: Path) -> Path:
    """Write the plugin bread as it is begun; return the folder of its package."""
    scaffold.write(folder, scaffold.files("bread", "loaf"))
    return folder / PACKAGE


def replace(file: Path, old: str, new: str) -> None:
    """Change what must be there once."""
    text = file.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new))


def break_everywhere(package: Path) -> None:
    """Make every mistake that does not stop the start already."""
    plugin, services = package / "plugin.py", package / "services.py"
    replace(plugin, 'COMPONENTS = ("A08", "E07")', 'COMPONENTS = ("A08", "Z99")')
    replace(
        plugin, "        components=COMPONENTS,\n        terms=", "        components=(),\n        terms="
    )
    replace(plugin, 'terms=("gift",)', 'terms=("gift", "bread.crumbs")')
    replace(plugin, 'icon="puzzle",\n        unit', 'icon="croissant",\n        unit')
    replace(plugin, 'lazy("None in the count; it does not say what they were good for.")', '""')
    replace(plugin, 'kinds=("bread.loaf",)', 'kinds=("bread.loaf", "bread.roll")')
    replace(
        plugin,
        "@hookimpl\ndef resource_kinds",
        "def exchange_objection() -> None: ...\n\n\n@hookimpl\ndef resource_kinds",
    )
    replace(plugin, "@hookimpl\ndef impact_measures", "def impact_measures")
    replace(plugin, "lambda value: Loaf.moment == value", "lambda value: Loaf.hour == value")
    replace(
        package / "forms.py",
        "    bring = StringField(",
        "    crust = StringField(lazy('What to bring'))\n    bring = StringField(",
    )
    replace(services, "    return said\n", "    return [*said, row.bring[:3]]\n")
    replace(
        services,
        "from sqlalchemy.orm import Session",
        "from app.errors import Refusal\nfrom sqlalchemy.orm import Session",
    )
    replace(package / "words.py", "At any time", "Whenever you like")
    models = package / "models.py"
    models.write_text(
        models.read_text().replace(
            "from app.plugin_api import", "from uuid import UUID\nfrom app.plugin_api import Scoped,"
        )
        + OVEN
    )
    replace(package / "migrations/bread_0001_the_tables_of_bread.py", '"core_0001"', '"core_0002"')
    plugin.write_text(plugin.read_text() + MORE)
    replace(plugin, "default_quantity=1,\n    )\n", "default_quantity=1,\n    )\n" + SLICE)
    replace(plugin, "Manifest, ResourceKind,", "Manifest, MenuEntry, Panel, ResourceKind,")
    replace(plugin, ".models import Loaf", ".models import Loaf, Slice")
    replace(plugin, "        api_version=", MENU + "        api_version=")


MENU = """        menu=(MenuEntry(label=lazy("Loaf"), endpoint="bread.nowhere", icon="puzzle"),),
"""
MORE = '''

@hookimpl
def panels() -> Iterable[Panel]:
    """A block without its template."""
    yield Panel(
        slug="bread.smell",
        title=lazy("Loaf"),
        place="subnetwork",
        template="bread/smell.html",
        context=lambda *three: {},
    )
'''
OVEN = '''

class Oven(Model):
    """Of no territory, and under a name of somebody else."""

    __tablename__ = "oven_door"

    id: Mapped[UUID] = mapped_column(primary_key=True)


class Slice(Scoped, Model):
    """With a key of its own, and in no migration."""

    __tablename__ = "bread_slice"

    id: Mapped[UUID] = mapped_column(primary_key=True)
'''
SLICE = """    yield ResourceKind(
        slug="bread.slice",
        label=lazy("Loaf"),
        offer_label=lazy("Loaf"),
        request_label=lazy("Loaf"),
        icon="puzzle",
        unit="things",
        components=("A08",),
        terms=("gift",),
        detail=Slice,
    )
"""
