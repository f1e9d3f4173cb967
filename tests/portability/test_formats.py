"""Formats of plugins, from the command line."""

from sqlalchemy.orm import Session

from app.cli import together
from app.kernel.contributions import DataFormat, Manifest
from app.kernel.markers import hookimpl
from app.testing import factories
from app.web.database import db


class Names:
    """A plugin that writes and reads the name of a territory."""

    @hookimpl
    def manifest(self):
        return Manifest(slug="names", title="Names", summary="Names", author="Somebody")

    @hookimpl
    def data_formats(self):
        yield DataFormat(
            slug="names.plain", label="Name", media_type="text/plain", suffix="txt",
            export=lambda session, territory: territory.name.encode(), bring=self.bring,
        )  # fmt: skip

    def bring(self, session, territory, content):
        lines = content.decode().splitlines()
        territory.name = lines[0]
        return [f"line {number} is one too many" for number in range(2, len(lines) + 1)]


def test_a_format_is_written_and_read_back(make_app, tmp_path):
    app = make_app([Names()])
    with app.app_context(), Session(db.engine) as session:
        factories.territory(session, name="Bordeaux")
        session.commit()
    runner = app.test_cli_runner()

    runner.invoke(args=["data", "export", "names.plain", "bordeaux", str(tmp_path / "out")], cli=together)
    (tmp_path / "in").write_text("Burdigala\nmore")
    read = runner.invoke(
        args=["data", "import", "names.plain", "bordeaux", str(tmp_path / "in")], cli=together
    )
    runner.invoke(args=["data", "export", "names.plain", "bordeaux", str(tmp_path / "again")], cli=together)

    assert (tmp_path / "out").read_text() == "Bordeaux"
    assert "line 2 is one too many" in read.output
    assert (tmp_path / "again").read_text() == "Burdigala"
