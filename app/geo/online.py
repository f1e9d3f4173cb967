"""Geocoding services of the network, held to short answers, short times and silence in the logs."""

import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Any, TypeVar
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, build_opener

from geopy.adapters import URLLibAdapter
from geopy.geocoders import BANFrance, Nominatim
from geopy.location import Location

from app.geo.point import BoundingBox, Point

BAN_DOMAIN = "data.geopf.fr/geocodage"  # api-adresse.data.gouv.fr, geopy's default, closed in January 2026
LARGEST_ANSWER = 65_536  # bytes
LONGEST_QUERY = 200  # characters, what addok takes
LEAST_SCORE = 0.4  # below, the BAN answers with whatever resembles a word of the question
NEARBY = 50_000  # metres

# geopy writes the address asked for into its debug messages: it is personal, so it is never written.
logging.getLogger("geopy").setLevel(logging.CRITICAL)

T = TypeVar("T")

_calls = BoundedSemaphore(8)  # at most so many calls wait for the network in one process


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what ``call`` returns, or give up on it after ``seconds``.

    A socket's time-out does not bound the search for the host's address nor a server that sends
    a byte a second; a thread that we stop waiting for does.

    Raises:
        TimeoutError: there was no answer in time, or too many calls are waiting already.
    """
    calls = _calls
    if not calls.acquire(blocking=False):
        raise TimeoutError("too many calls are waiting")
    outcome: SimpleQueue[T | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(call())
        except Exception as error:  # noqa: BLE001  # raised again below, where the caller is
            outcome.put(error)
        finally:
            calls.release()

    Thread(target=run, name="geocoding", daemon=True).start()
    try:
        result = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError("no answer in time") from None
    if isinstance(result, Exception):
        raise result
    return result


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        """Follow no redirect: the operator chose the host that sees the addresses."""


class ShortAnswers(URLLibAdapter):
    """An HTTP client that follows no redirect, reads 64 KB at most, and keeps no body of an error."""

    def __init__(self, *, proxies: dict[str, str] | None, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        handlers = (HTTPSHandler(context=ssl_context), ProxyHandler(proxies), _NoRedirect())
        self.urlopen = build_opener(*handlers).open

    def _decode_page(self, page: Any) -> str:
        with page:
            return str(page.read(LARGEST_ANSWER).decode("utf-8"))

    def _read_http_error_body(self, error: Any) -> None:
        error.close()


class Ban(BANFrance):
    """The French national address base, or an addok of one's own: same questions, same answers."""

    def geocode(self, query: str, *, near: Point | None = None, **_options: Any) -> Location | None:
        """Return the best answer that is good enough; ``near`` is told to about 1 km."""
        asked = {"q": query[:LONGEST_QUERY], "limit": "1"}
        if near:
            asked |= {"lat": f"{near.lat:.2f}", "lon": f"{near.lon:.2f}"}
        found = self._call_geocoder(f"{self.geocode_api}?{urlencode(asked)}", self._first)
        good = found is not None and found.raw["properties"].get("score", 1) >= LEAST_SCORE
        return found if good else None

    def _parse_feature(self, feature: dict[str, Any]) -> Location:
        lon, lat = feature["geometry"]["coordinates"][:2]
        return _location(feature["properties"]["label"], lat, lon, feature)

    def _first(self, answer: Any) -> Location | None:
        return self._parse_json(answer, exactly_one=True)


class OpenStreetMap(Nominatim):
    """Nominatim, which also knows the world outside France."""

    def geocode(self, query: str, *, near: Point | None = None, **_options: Any) -> Location | None:
        """Return the best answer, with its parts in ``raw``; what is around ``near`` is preferred."""
        box = BoundingBox.around(near, NEARBY) if near else None
        corners = [(box.south, box.west), (box.north, box.east)] if box else None
        return super().geocode(query[:LONGEST_QUERY], addressdetails=True, viewbox=corners)

    def _parse_code(self, place: dict[str, Any]) -> Location:
        return _location(place["display_name"], place["lat"], place["lon"], place)


def _location(label: str, lat: float | str, lon: float | str, raw: dict[str, Any]) -> Location:
    """Return the location, refusing with a ValueError what is not on the earth (geopy only warns)."""
    here = Point(float(lat), float(lon))
    return Location(label, (here.lat, here.lon), raw)
