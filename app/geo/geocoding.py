"""Where an address is: services asked in turn, the offline gazetteer always last, never an error."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from time import monotonic, sleep
from typing import Any, Self
from urllib.parse import urlsplit

from geopy.exc import GeopyError

from app.errors import Misconfiguration
from app.geo.addresses import READERS, GeocodedAddress, Precision, Source, from_gazetteer
from app.geo.gazetteer import Gazetteer
from app.geo.names import fold
from app.geo.offline import OfflineGeocoder
from app.geo.online import BAN_DOMAIN, Ban, OpenStreetMap, ShortAnswers, within
from app.geo.point import Point

__all__ = ["GeocodedAddress", "Geocoder", "Precision", "Service", "Source"]

log = logging.getLogger(__name__)

FAILURES = (GeopyError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError)
EACH = 2.0  # seconds for one service
IN_ALL = 5.0  # seconds for one question
REST = 60.0  # seconds during which a service that failed is not asked
REMEMBERED = 512  # answers
FRESH = 3_600.0  # seconds
NOMINATIM_PACE = 1.0  # seconds between two questions, its rule of use


@dataclass
class Service:
    """One service of the chain and whether it may be asked now."""

    name: Source
    geopy: Any
    pace: float = 0.0
    _free_at: float = 0.0
    _resting_until: float = 0.0
    _silent: bool = False
    _lock: Lock = field(default_factory=Lock)

    def ready(self, patience: float) -> bool:
        """Wait for the service's turn, at most ``patience`` seconds; say whether it came."""
        with self._lock:
            start = max(monotonic(), self._free_at)
            wait = start - monotonic()
            if monotonic() < self._resting_until or wait > patience:
                return False
            self._free_at = start + self.pace
        if wait > 0:
            sleep(wait)
        return True

    def failed(self, error: Exception) -> None:
        """Leave the service alone for a while; write so once an outage, and never the address."""
        with self._lock:
            self._resting_until = monotonic() + REST
            known, self._silent = self._silent, True
        if not known:
            reason = type(error).__name__
            log.warning("The geocoder %s does not answer (%s); doing without it for now.", self.name, reason)

    def answered(self) -> None:
        """Note that the service answers; write so if it did not before."""
        with self._lock:
            known, self._silent = self._silent, False
        if known:
            log.info("The geocoder %s answers again.", self.name)


class Geocoder:
    """Answers from the services in turn; the gazetteer when they are silent or know nothing."""

    def __init__(self, gazetteer: Gazetteer, services: Sequence[Service] = ()) -> None:
        self._services = services
        self._offline = OfflineGeocoder(gazetteer)
        self._secret = token_bytes(16)
        self._answers: OrderedDict[bytes, tuple[float, GeocodedAddress | None]] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def from_setting(cls, setting: str, gazetteer: Gazetteer, *, contact: str = "") -> Self:
        """Build from ``TOGETHER_GEOCODER_URL``: names and addresses of services, parted by commas.

        ``""`` is the gazetteer alone, ``ban`` and ``nominatim`` the public services, an
        ``http(s)://`` address a BAN or addok of one's own. ``contact`` (a URL or an e-mail
        address) tells the services who asks, as Nominatim requires.

        Raises:
            Misconfiguration: a part of the setting is none of these.
        """
        agent = f"Together ({contact})" if contact else "Together (platform of a territory)"
        parts = [part.strip() for part in setting.split(",") if part.strip()]
        return cls(gazetteer, [_service(part, agent) for part in parts])

    def geocode(self, address: str, *, near: Point | None = None) -> GeocodedAddress | None:
        """Return where ``address`` (one line) is, None if nobody knows.

        ``near`` is a public point, that of the territory for instance: what is around it wins.
        It takes 5 s at most and raises nothing when the network is down.
        """
        if not fold(address):
            return None
        around = f"{near.lat:.2f} {near.lon:.2f}" if near else ""
        return self._answer(f"{fold(address)}|{around}", "geocode", " ".join(address.split()), near=near)

    def reverse(self, point: Point) -> GeocodedAddress | None:
        """Return the address at ``point``, the nearest town if no service answers."""
        return self._answer(f"{point.lat:.5f} {point.lon:.5f}", "reverse", (point.lat, point.lon))

    def _answer(self, key: str, method: str, question: object, **options: Any) -> GeocodedAddress | None:
        digest = blake2b(f"{method} {key}".encode(), key=self._secret, digest_size=16).digest()
        with self._lock:
            expiry, answer = self._answers.get(digest, (0.0, None))
        if monotonic() < expiry:
            return answer
        answer, complete = self._ask(method, question, options)
        if complete:  # an answer found without the services is not what they will say tomorrow
            self._remember(digest, answer)
        return answer

    def _ask(
        self, method: str, question: object, options: dict[str, Any]
    ) -> tuple[GeocodedAddress | None, bool]:
        """Return the first answer, and whether every service before it could be asked."""
        deadline, complete = monotonic() + IN_ALL, True
        for service in self._services:
            left = min(EACH, deadline - monotonic())
            if left <= 0 or not service.ready(left):
                complete = False
                continue
            try:
                call = getattr(service.geopy, method)
                found = within(left, partial(call, question, **options))
                answer = READERS[service.name](found) if found is not None else None
            except FAILURES as error:
                service.failed(error)
                complete = False
                continue
            service.answered()
            if answer:
                return answer, complete
        found = getattr(self._offline, method)(question, **options)
        return (from_gazetteer(found) if found else None), complete

    def _remember(self, digest: bytes, answer: GeocodedAddress | None) -> None:
        with self._lock:
            self._answers[digest] = (monotonic() + FRESH, answer)
            self._answers.move_to_end(digest)
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)


def _service(part: str, agent: str) -> Service:
    options = {"user_agent": agent, "timeout": EACH, "adapter_factory": ShortAnswers}
    if part == "ban":
        return Service(Source.BAN, Ban(domain=BAN_DOMAIN, **options))
    if part == "nominatim":
        return Service(Source.NOMINATIM, OpenStreetMap(**options), pace=NOMINATIM_PACE)
    url = urlsplit(part)
    if url.scheme not in ("http", "https") or not url.hostname or url.username or url.query:
        raise Misconfiguration(
            f"TOGETHER_GEOCODER_URL: “{part}” is neither “ban”, “nominatim” nor the address of a geocoder."
        )
    return Service(Source.BAN, Ban(domain=f"{url.netloc}{url.path}", scheme=url.scheme, **options))
