"""An address typed into the search is found by the geocoder that the operator chose."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from app.geo import gazetteer
from app.geo.geocoding import Geocoder
from app.testing import factories

ANSWER = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-0.5852, 44.8412]},
            "properties": {
                "label": "12 Rue Judaïque 33000 Bordeaux", "score": 0.97, "type": "housenumber",
                "city": "Bordeaux", "postcode": "33000", "citycode": "33063",
            },
        }
    ],
}  # fmt: skip


class Ban(BaseHTTPRequestHandler):
    """Plays the national address base."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(ANSWER).encode())

    def log_message(self, *arguments: object) -> None:
        return None


@pytest.fixture
def ban() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Ban)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def places(app) -> Iterator[gazetteer.Gazetteer]:
    path = app.extensions["together_settings"].data_dir / "gazetteer.sqlite3"
    gazetteer.build(path, ["LU"])
    yield gazetteer.Gazetteer(path)
    path.unlink()
    app.extensions.pop("together_geocoder", None)


def test_an_address_is_found_and_says_who_found_it(app, session, client, ban, places):
    factories.territory(session, name="Bordeaux")
    session.commit()
    app.extensions["together_geocoder"] = Geocoder.from_setting(ban, places)

    page = client.get("/t/bordeaux/search?near=12+rue+juda%C3%AFque&lang=en").text

    assert "distances from 12 Rue Judaïque 33000 Bordeaux (Base Adresse Nationale, Licence Ouverte)" in page


def test_without_a_network_an_address_is_only_unknown(app, session, client, places):
    factories.territory(session, name="Bordeaux")
    session.commit()
    app.extensions["together_geocoder"] = Geocoder.from_setting("http://127.0.0.1:9/", places)

    page = client.get("/t/bordeaux/search?near=12+rue+juda%C3%AFque&lang=en").text

    assert "We do not know a place called “12 rue judaïque”." in page
