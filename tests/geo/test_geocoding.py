import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from app.errors import Misconfiguration
from app.geo import geocoding, online
from app.geo.gazetteer import Gazetteer
from app.geo.geocoding import GeocodedAddress, Geocoder, Precision, Source
from app.geo.online import OpenStreetMap, ShortAnswers, within
from app.geo.point import Point

ADDRESS = "8 boulevard du Port 80000 Amiens"
AT_THE_PORT = GeocodedAddress(
    point=Point(49.897442, 2.290084),
    label="8 Boulevard du Port 80000 Amiens",
    precision=Precision.HOUSE,
    city="Amiens",
    postcode="80000",
    citycode="80021",
    source=Source.BAN,
)


def feature(**changed: object) -> dict[str, object]:
    """Return an answer as addok gives it (GeocodeJSON)."""
    told = {
        "label": "8 Boulevard du Port 80000 Amiens",
        "score": 0.97,
        "housenumber": "8",
        "type": "housenumber",
        "name": "8 Boulevard du Port",
        "postcode": "80000",
        "citycode": "80021",
        "city": "Amiens",
    }
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [2.290084, 49.897442]},
                "properties": told | changed,
            }
        ],
    }


class Service:
    """A geocoder on this machine: what it says may be changed, what it was asked is kept."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = said(feature())
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append(self.path)
                service.answer(self)

            def log_message(self, *_arguments: object) -> None:
                """Write nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/addok"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    @property
    def questions(self) -> list[dict[str, list[str]]]:
        return [parse_qs(urlsplit(path).query) for path in self.asked]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def said(answer: object, status: int = 200) -> Callable[[BaseHTTPRequestHandler], None]:
    def say(handler: BaseHTTPRequestHandler) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.wfile.write(body)

    return say


def hang(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(4)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then: no single wait is long."""
    for _ in range(12):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.3)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def service() -> Iterator[Service]:
    running = Service()
    yield running
    running.close()


@pytest.fixture
def geocoder(service: Service, gazetteer: Gazetteer) -> Geocoder:
    return Geocoder.from_setting(service.url, gazetteer)


def test_an_address_is_found_by_a_service_of_ones_own(service: Service, geocoder: Geocoder) -> None:
    found = geocoder.geocode(ADDRESS, near=Point(49.8941, 2.2958))

    assert found == AT_THE_PORT
    assert service.asked[0].startswith("/addok/search?")
    assert service.questions[0] == {"q": [ADDRESS], "limit": ["1"], "lat": ["49.89"], "lon": ["2.30"]}


def test_the_address_at_a_point_is_found(service: Service, geocoder: Geocoder) -> None:
    found = geocoder.reverse(Point(49.897442, 2.290084))

    assert found == AT_THE_PORT
    assert service.asked[0].startswith("/addok/reverse?")
    assert service.questions[0] == {"lat": ["49.897442"], "lon": ["2.290084"]}


@pytest.mark.parametrize(
    ("kind", "precision"),
    [
        ("street", Precision.STREET),
        ("locality", Precision.LOCALITY),
        ("municipality", Precision.TOWN),
        ("new kind", Precision.TOWN),
    ],
)
def test_how_closely_an_address_was_found_is_told(
    service: Service, geocoder: Geocoder, kind: str, precision: Precision
) -> None:
    service.answer = said(feature(type=kind))

    found = geocoder.geocode(ADDRESS)

    assert found is not None
    assert found.precision is precision


def test_a_question_asked_again_is_answered_from_memory(service: Service, geocoder: Geocoder) -> None:
    first = geocoder.geocode(ADDRESS)
    again = geocoder.geocode("  8, Boulevard du PORT 80000  amiens ")

    assert first == again == AT_THE_PORT
    assert len(service.asked) == 1


def test_the_memory_is_bounded_and_holds_no_question(
    service: Service, geocoder: Geocoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoding, "REMEMBERED", 3)

    for number in range(6):
        geocoder.geocode(f"{number} rue Verte")

    assert len(geocoder._answers) == 3
    assert not any(b"verte" in key.lower() for key in geocoder._answers)


@pytest.mark.parametrize(
    "answer",
    [
        hang,
        drip,
        said({"error": ADDRESS}, status=500),
        said({}, status=429),
        said(b"<html>gateway</html>"),
        said(b"\xff\xfe"),
        said(b"["),
        said({"features": [{}]}),
        said({"features": [{"geometry": {"coordinates": [2.29, 149.8]}, "properties": {"label": "x"}}]}),
        said({"features": "no", "x": "y" * 100_000}),
    ],
    ids=["hangs", "drips", "500", "429", "html", "bytes", "cut", "empty", "off the earth", "too long"],
)
def test_a_service_in_trouble_leaves_the_answer_to_the_gazetteer(
    service: Service,
    geocoder: Geocoder,
    caplog: pytest.LogCaptureFixture,
    answer: Callable[[BaseHTTPRequestHandler], None],
) -> None:
    caplog.set_level(logging.DEBUG)
    service.answer = answer
    start = time.monotonic()

    found = [geocoder.geocode(ADDRESS), geocoder.geocode("9 rue Verte, 80000 Amiens")]

    assert time.monotonic() - start < 3
    assert [one and (one.city, one.source) for one in found] == [("Amiens", Source.GAZETTEER)] * 2
    assert len(service.asked) == 1  # it rests after a failure
    assert len([line for line in caplog.records if line.name == "app.geo.geocoding"]) == 1
    assert "boulevard" not in caplog.text.lower()
    assert "port" not in caplog.text.lower()


def test_a_service_that_is_closed_leaves_the_answer_to_the_gazetteer(gazetteer: Gazetteer) -> None:
    gone = Service()
    gone.close()
    geocoder = Geocoder.from_setting(gone.url, gazetteer)

    found = geocoder.geocode(ADDRESS)

    assert found is not None
    assert (found.city, found.precision, found.source) == ("Amiens", Precision.TOWN, Source.GAZETTEER)


def test_a_redirect_is_not_followed(service: Service, gazetteer: Gazetteer) -> None:
    elsewhere = Service()

    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", elsewhere.url + "/search")
        handler.end_headers()

    service.answer = redirect

    found = Geocoder.from_setting(service.url, gazetteer).geocode(ADDRESS)
    elsewhere.close()

    assert found is not None
    assert found.source is Source.GAZETTEER
    assert elsewhere.asked == []


def test_an_answer_found_without_the_service_is_not_remembered(
    service: Service, geocoder: Geocoder, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(geocoding, "REST", 0.0)
    service.answer = said({}, status=500)
    geocoder.geocode(ADDRESS)
    geocoder.geocode(ADDRESS)
    service.answer = said(feature())

    found = geocoder.geocode(ADDRESS)

    assert found == AT_THE_PORT
    assert [line.getMessage() for line in caplog.records] == [
        "The geocoder ban does not answer (GeocoderServiceError); doing without it for now.",
        "The geocoder ban answers again.",
    ]


@pytest.mark.parametrize("answer", [feature(score=0.2), {"features": []}])
def test_an_answer_that_is_a_guess_gives_way_to_the_next_service(
    service: Service, geocoder: Geocoder, answer: object
) -> None:
    service.answer = said(answer)

    found = geocoder.geocode(ADDRESS)

    assert found is not None
    assert found.source is Source.GAZETTEER


def test_services_are_asked_in_turn_within_the_time_of_one_question(gazetteer: Gazetteer) -> None:
    services = [Service() for _ in range(4)]
    for slow in services:
        slow.answer = hang
    geocoder = Geocoder.from_setting(",".join(slow.url for slow in services), gazetteer)
    start = time.monotonic()

    found = geocoder.geocode(ADDRESS)

    took = time.monotonic() - start
    assert found is not None
    assert found.source is Source.GAZETTEER
    assert took < 5.5
    assert [len(slow.asked) for slow in services] == [1, 1, 1, 0]
    for slow in services:
        slow.close()


def test_nominatim_is_read_too(service: Service, gazetteer: Gazetteer) -> None:
    service.answer = said(
        [
            {
                "lat": "50.8466",
                "lon": "4.3517",
                "display_name": "1, Grand-Place, Bruxelles",
                "address": {
                    "house_number": "1",
                    "road": "Grand-Place",
                    "city": "Bruxelles",
                    "postcode": "1000",
                },
            }
        ]
    )
    host = service.url.removeprefix("http://")
    nominatim = OpenStreetMap(domain=host, scheme="http", user_agent="tests", adapter_factory=ShortAnswers)
    geocoder = Geocoder(gazetteer, [geocoding.Service(Source.NOMINATIM, nominatim)])

    found = geocoder.geocode("1 Grand-Place, Bruxelles", near=Point(50.8, 4.3))

    assert found == GeocodedAddress(
        point=Point(50.8466, 4.3517),
        label="1, Grand-Place, Bruxelles",
        precision=Precision.HOUSE,
        city="Bruxelles",
        postcode="1000",
        citycode="",
        source=Source.NOMINATIM,
    )
    assert service.questions[0]["addressdetails"] == ["1"]
    assert len(service.questions[0]["viewbox"][0].split(",")) == 4


def test_neither_an_address_nor_a_point_is_ever_logged(
    service: Service, gazetteer: Gazetteer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    host = service.url.removeprefix("http://")
    nominatim = OpenStreetMap(domain=host, scheme="http", user_agent="tests", adapter_factory=ShortAnswers)
    by_osm = Geocoder(gazetteer, [geocoding.Service(Source.NOMINATIM, nominatim)])
    by_ban = Geocoder.from_setting(service.url, gazetteer)

    by_ban.reverse(Point(49.897442, 2.290084))
    by_osm.geocode(ADDRESS)
    by_osm.reverse(Point(49.897442, 2.290084))

    assert len(service.asked) == 2  # by_osm rests after an answer it cannot read
    assert "49.89" not in caplog.text
    assert "boulevard" not in caplog.text.lower()


def test_nominatim_is_asked_no_more_than_once_a_second() -> None:
    paced = geocoding.Service(Source.NOMINATIM, None, pace=1.0)
    start = time.monotonic()

    turns = [paced.ready(1.5), paced.ready(1.5), paced.ready(0.2)]

    assert turns == [True, True, False]
    assert 1.0 <= time.monotonic() - start < 1.5


def test_calls_that_hang_do_not_pile_up_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(online, "_calls", threading.BoundedSemaphore(8))  # other tests leave some waiting
    release = threading.Event()
    for _ in range(8):
        with pytest.raises(TimeoutError, match="no answer in time"):
            within(0.01, release.wait)

    with pytest.raises(TimeoutError, match="too many calls"):
        within(0.01, release.wait)
    release.set()
    time.sleep(0.1)

    assert within(1, lambda: "answer") == "answer"


@pytest.mark.parametrize(
    ("setting", "names", "hosts"),
    [
        ("", [], []),
        ("ban", ["ban"], ["https://data.geopf.fr/geocodage/search"]),
        ("nominatim", ["nominatim"], ["https://nominatim.openstreetmap.org/search"]),
        (
            " ban , nominatim ",
            ["ban", "nominatim"],
            ["https://data.geopf.fr/geocodage/search", "https://nominatim.openstreetmap.org/search"],
        ),
        ("http://addok:7878/", ["ban"], ["http://addok:7878/search"]),
    ],
)
def test_the_setting_names_the_services_in_their_order(
    gazetteer: Gazetteer, setting: str, names: list[str], hosts: list[str]
) -> None:
    services = Geocoder.from_setting(setting, gazetteer, contact="https://commune.example")._services

    assert [str(one.name) for one in services] == names
    assert [getattr(one.geopy, "geocode_api", getattr(one.geopy, "api", "")) for one in services] == hosts
    assert all("https://commune.example" in one.geopy.headers["User-Agent"] for one in services)


@pytest.mark.parametrize(
    "setting", ["google", "ftp://host/", "http://", "http://user:word@host/", "ban;nominatim"]
)
def test_a_setting_that_names_no_service_stops_the_start(gazetteer: Gazetteer, setting: str) -> None:
    with pytest.raises(Misconfiguration, match="TOGETHER_GEOCODER_URL"):
        Geocoder.from_setting(setting, gazetteer)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("12 rue des Lilas, 38000 Grenoble", "38185"),
        ("3 place de la Mairie 38400 Saint Martin d'Hères", "38421"),
        ("12 rue de Paris Lyon", "69123"),
        ("Grenoble, France", "38185"),
        ("Mairie de Grenoble", "38185"),
        ("la tour du pin", "38509"),
        ("01000", "01053"),
        ("10 rue de Grenoble", None),
        ("rue du Bac", None),
        ("nowhere at all xyzzyx", None),
        ("", None),
        ("12", None),
    ],
)
def test_without_a_network_the_town_of_an_address_is_found(
    gazetteer: Gazetteer, address: str, code: str | None
) -> None:
    found = Geocoder.from_setting("", gazetteer).geocode(address)

    assert (found and found.citycode) == code


def test_without_a_network_the_nearest_town_is_told(gazetteer: Gazetteer) -> None:
    found = Geocoder.from_setting("", gazetteer).reverse(Point(45.19, 5.72))

    assert found is not None
    assert (found.city, found.precision, found.source) == ("Grenoble", Precision.TOWN, Source.GAZETTEER)


def test_every_source_has_the_attribution_its_licence_asks_for() -> None:
    assert all(source.attribution for source in Source)
    assert "GeoNames, CC BY 4.0" in Source.GAZETTEER.attribution
    assert "OpenStreetMap" in Source.NOMINATIM.attribution
