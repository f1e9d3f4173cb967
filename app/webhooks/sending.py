"""One request to one receiver, which may be slow, broken or hostile: it gets ten seconds and 64 KB of us.

No redirect is followed, no proxy is used, the certificate must be good, and the connection goes to an
address that was checked, not to what a second look at the name would give.
"""

import io
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cache
from http.client import HTTPConnection, HTTPException
from threading import Thread
from typing import IO

from werkzeug.http import parse_date

from app import clock
from app.errors import Refusal
from app.webhooks.addresses import IpAddress, NotPublic, Target, parse, resolve

LIMIT = 10.0  # seconds from the first question to the last byte
READ_MOST = 64 * 1024  # bytes
KEPT = 500  # characters of an answer
SECONDS = re.compile("[0-9]{1,9}")
LONGEST_WAIT = timedelta(days=1)  # that a receiver can ask for
BODY_WITHIN = 2.0  # seconds for the part of the answer that is kept for people to read


@cache
def _trust() -> ssl.SSLContext:
    """Return whom the machine trusts; reading that takes a while."""
    return ssl.create_default_context()


class Trouble(StrEnum):
    """Why a delivery did not go."""

    ADDRESS = "address"  # it is none, or none any more that may be used
    PRIVATE = "private"  # the name leads to an address that is not public
    NAME = "name"  # nobody knows the name
    CONNECTION = "connection"  # nobody answers there, or stopped in the middle
    CERTIFICATE = "certificate"
    SLOW = "slow"
    ANSWER = "answer"  # what came is no HTTP, or too much
    STATUS = "status"  # it answered, but not that it took it
    SECRET = "secret"  # noqa: S105  # it cannot be opened: its key is gone


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one try went; without trouble it was taken."""

    trouble: Trouble | None = None
    status: int | None = None
    milliseconds: int = 0
    answer: str = ""
    again_after: timedelta = timedelta(0)
    """How long the receiver asks to be left in peace (RFC 9110, 10.2.3)."""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """How this site sends."""

    private: bool = False
    """Whether private addresses, other ports and http are allowed."""
    limit: float = LIMIT
    trust: ssl.SSLContext = field(default_factory=_trust)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Post ``body`` and tell how it went; raises nothing that a receiver could cause."""
        began = time.monotonic()
        reply = _Reply()
        trouble: Trouble | None = None
        try:
            self._post(parse(url, private=self.private), headers, body, began + self.limit, reply)
            if not 200 <= (reply.status or 0) < 300:
                trouble = Trouble.STATUS
        except Refusal:
            trouble = Trouble.ADDRESS
        except NotPublic:
            trouble = Trouble.PRIVATE
        except TimeoutError:
            trouble = Trouble.SLOW
        except socket.gaierror:
            trouble = Trouble.NAME
        except ssl.SSLCertVerificationError:
            trouble = Trouble.CERTIFICATE
        except ConnectionError:
            trouble = Trouble.CONNECTION
        except HTTPException:
            trouble = Trouble.ANSWER
        except (OSError, UnicodeError):  # UnicodeError: a label of the name that IDNA does not take
            trouble = Trouble.CONNECTION
        took = round((time.monotonic() - began) * 1000)
        return Outcome(
            trouble=trouble,
            status=reply.status,
            milliseconds=took,
            answer=reply.text,
            again_after=_again_after(reply.retry_after),
        )

    def _post(
        self, target: Target, headers: Mapping[str, str], body: bytes, until: float, reply: "_Reply"
    ) -> None:
        addresses = _resolved(target, self.private, until)
        with self._connected(target, addresses, until) as sock:
            connection = HTTPConnection(target.host, target.port)
            connection.default_port = 443 if target.secure else 80  # named in Host unless it is the usual one
            line = connection.sock = _Line(sock, until)
            connection.request("POST", target.path, body=body, headers=dict(headers))
            response = connection.getresponse()
            reply.status, reply.retry_after = response.status, response.headers.get("Retry-After", "")
            line.reading.until = min(until, time.monotonic() + BODY_WITHIN)
            reply.read(response)

    @contextmanager
    def _connected(self, target: Target, addresses: list[IpAddress], until: float) -> Iterator[socket.socket]:
        plain = _first_that_answers(addresses, target.port, until)
        try:
            if target.secure:
                plain.settimeout(_left(until))
                plain = self.trust.wrap_socket(plain, server_hostname=target.host)
            yield plain
        finally:
            plain.close()


def _again_after(said: str) -> timedelta:
    """Read a Retry-After, a number of seconds or a date: at most a day, and nothing when it is neither."""
    if SECONDS.fullmatch(said.strip()):
        asked = timedelta(seconds=int(said))
    else:
        try:
            asked = (parse_date(said) or clock.now()) - clock.now()
        except OverflowError:  # no calendar has that year
            asked = timedelta(0)
    return min(max(asked, timedelta(0)), LONGEST_WAIT)


class _Reply:
    """What came back so far."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.text = self.retry_after = ""

    def read(self, response: IO[bytes]) -> None:
        """Keep the first characters; whatever goes wrong here, the status has been said."""
        came = b""
        try:
            while len(came) < KEPT and (more := response.read1(KEPT)):  # type: ignore[attr-defined]
                came += more
        except (OSError, HTTPException, ValueError):
            pass
        text = came.decode("utf-8", "replace")
        self.text = "".join(one if one.isprintable() else " " for one in text)[:KEPT].strip()


class _Line:
    """What HTTPConnection asks of a socket."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self.sock, self.reading = sock, _Reading(sock, until)

    def sendall(self, sent: bytes) -> None:
        """Send, as long as there is time."""
        self.sock.settimeout(_left(self.reading.until))
        self.sock.sendall(sent)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return what reads from here."""
        return io.BufferedReader(self.reading, 4096)

    def close(self) -> None:
        """Leave that to who opened the connection: an answer may still be read."""


class _Reading(io.RawIOBase):
    """A connection that is read until an instant and no further than so many bytes."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        super().__init__()
        self.sock, self.until, self.came = sock, until, 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read what is there; after ``READ_MOST`` bytes it is as if the other side had hung up."""
        room = min(len(buffer), READ_MOST - self.came)
        if room <= 0:
            return 0
        self.sock.settimeout(_left(self.until))
        came = self.sock.recv_into(buffer, room)
        self.came += came
        return came


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _resolved(target: Target, private: bool, until: float) -> list[IpAddress]:
    """Resolve in a thread of its own: the system's resolver knows no time limit."""
    found: Future[list[IpAddress]] = Future()

    def look() -> None:
        try:
            found.set_result(resolve(target, private=private))
        except BaseException as error:  # noqa: BLE001  # it is raised again where the answer is waited for
            found.set_exception(error)

    Thread(target=look, name="webhook name", daemon=True).start()
    return found.result(timeout=_left(until))


def _first_that_answers(addresses: list[IpAddress], port: int, until: float) -> socket.socket:
    """Connect to the first address that lets us in; each gets an equal part of the time left."""
    trouble: OSError = ConnectionError("no address")
    for index, address in enumerate(addresses):
        share = _left(until) / (len(addresses) - index)
        try:
            return socket.create_connection((str(address), port), timeout=share)
        except OSError as error:
            trouble = error
    raise trouble
