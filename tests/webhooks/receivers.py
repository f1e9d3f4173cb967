"""A real receiver of webhooks on a port of its own, which can fail in every way that receivers know."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Request:
    """One request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def object_id(self) -> str:
        return str(self.said["data"]["object"]["id"])

    def is_signed_with(self, secret: str) -> bool:
        """Tell whether one of the signatures is good, as a receiver finds out."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        good = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        return f"v1,{good}" in self.headers["webhook-signature"].split(" ")


Behaviour = Callable[[socket.socket, Request], None]


def answer(status: int, body: bytes = b"thanks", *headers: str) -> Behaviour:
    """Answer with a status."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers, "", ""]

    def behave(line: socket.socket, request: Request) -> None:
        line.sendall("\r\n".join(lines).encode() + body)

    return behave


def raw(sent: bytes) -> Behaviour:
    """Answer with bytes that need not be HTTP, and hang up."""
    return lambda line, request: line.sendall(sent)


def hang(line: socket.socket, request: Request) -> None:
    """Take the request and say nothing."""
    time.sleep(30)


def hang_up(line: socket.socket, request: Request) -> None:
    """Take the request and close."""


def drip(first: bytes, each: bytes = b"x", every: float = 0.05) -> Behaviour:
    """Answer a little at a time, for ever."""

    def behave(line: socket.socket, request: Request) -> None:
        line.sendall(first)
        while True:
            line.sendall(each)
            time.sleep(every)

    return behave


def flood(first: bytes) -> Behaviour:
    """Answer as much as the other side takes."""

    def behave(line: socket.socket, request: Request) -> None:
        line.sendall(first)
        while True:
            line.sendall(b"x" * 65536)

    return behave


@dataclass
class Receiver:
    """Listens, keeps what it gets, and behaves as it is told; after ``stop`` nobody answers."""

    behave: Behaviour = field(default_factory=lambda: answer(200))
    requests: list[Request] = field(default_factory=list)
    context: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    port: int = 0
    connections: int = 0
    _listening: socket.socket | None = None

    def start(self) -> None:
        self._listening = socket.create_server((self.host, self.port))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._listen, args=(self._listening,), daemon=True).start()

    def stop(self) -> None:
        if self._listening is not None:
            with suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://{self.host}:{self.port}/events?of=ours"

    def _listen(self, listening: socket.socket) -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError, ValueError, KeyError):  # whoever hangs up, or says no HTTP
            if self.context is not None:
                line = self.context.wrap_socket(line, server_side=True)
            with line:
                request = self._read(line)
                self.requests.append(request)
                self.behave(line, request)
                with suppress(OSError):
                    line.shutdown(socket.SHUT_WR)

    def _read(self, line: socket.socket) -> Request:
        with line.makefile("rb") as file:
            first = file.readline().decode().strip()
            headers = {}
            while header := file.readline().decode().strip():
                name, _, value = header.partition(": ")
                headers[name.lower()] = value
            return Request(first, headers, file.read(int(headers["content-length"])))

    def wait_for(self, count: int, within: float = 5.0) -> None:
        """Wait until so many requests have come."""
        until = time.monotonic() + within
        while len(self.requests) < count and time.monotonic() < until:
            time.sleep(0.01)


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    with suppress(ValueError):
        names = [x509.IPAddress(ip_address(name))]
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
