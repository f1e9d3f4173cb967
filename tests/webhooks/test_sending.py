"""One request to a receiver that may be slow, broken or hostile: never longer than the limit or elsewhere."""

import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.http import http_date

from app.webhooks.sending import BODY_WITHIN, KEPT, Outcome, Sender, Trouble
from tests.webhooks.receivers import Receiver, answer, certificate, drip, flood, hang, hang_up, raw

SENDER = Sender(private=True, limit=8.0)
HASTY = replace(SENDER, limit=0.8)
SLACK = 1.5
"""Seconds that a busy machine may need on top."""


def send(url: str, sender: Sender = SENDER) -> tuple[Outcome, float]:
    began = time.monotonic()
    outcome = sender.send(url, {"Content-Type": "application/json"}, b"{}")
    return outcome, time.monotonic() - began


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_an_answer_of_200_and_something_is_a_yes(receivers: Callable[..., Receiver], status: int) -> None:
    receiver = receivers(behave=answer(status, b"" if status == 204 else b"Merci"))

    outcome, _ = send(receiver.url)

    assert (outcome.trouble, outcome.status) == (None, status)
    assert outcome.answer == ("" if status == 204 else "Merci")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("999999999", 86_400),
        ("9" * 4000, 0),
        ("-5", 0),
        ("soon", 0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("Fri, 31 Dec 99999999999999999999 23:59:59 GMT", 0),
        ("Fri, 31 Dec 2027 23:59:59 +9999999", 0),
    ],
)
def test_a_receiver_can_say_how_long_it_wants_to_be_left_in_peace(
    receivers: Callable[..., Receiver], said: str, seconds: int
) -> None:
    receiver = receivers(behave=answer(429, b"", f"Retry-After: {said}"))

    outcome, _ = send(receiver.url)

    assert (outcome.status, outcome.again_after) == (429, timedelta(seconds=seconds))


def test_a_date_until_which_a_receiver_wants_to_be_left_in_peace_counts_from_now(
    receivers: Callable[..., Receiver],
) -> None:
    receiver = receivers(behave=answer(503, b"", f"Retry-After: {http_date(time.time() + 600)}"))

    outcome, _ = send(receiver.url)

    assert 540 < outcome.again_after.total_seconds() <= 600


@pytest.mark.parametrize("status", [301, 302, 304, 400, 401, 404, 410, 429, 500, 503])
def test_any_other_answer_is_a_no_and_is_kept_to_be_read(
    receivers: Callable[..., Receiver], status: int
) -> None:
    receiver = receivers(
        behave=answer(status, b"" if status == 304 else "Non\x00 \x1bmerci, désolé".encode())
    )

    outcome, _ = send(receiver.url)

    assert (outcome.trouble, outcome.status) == (Trouble.STATUS, status)
    assert outcome.answer == ("" if status == 304 else "Non   merci, désolé")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receivers: Callable[..., Receiver], status: int) -> None:
    canary = receivers()
    receiver = receivers(behave=answer(status, b"over there", f"Location: {canary.url}"))

    outcome, _ = send(receiver.url)

    assert (outcome.trouble, outcome.status) == (Trouble.STATUS, status)
    assert (len(receiver.requests), canary.connections) == (1, 0)


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("behave", "trouble"),
    [
        pytest.param(hang, Trouble.SLOW, id="says nothing"),
        pytest.param(drip(b"HTTP/1.1 2"), Trouble.SLOW, id="drips the status"),
        pytest.param(drip(OK + b"X-Long: "), Trouble.SLOW, id="drips a header"),
        pytest.param(drip(OK, b"X-More: yes\r\n", 0.02), Trouble.SLOW, id="drips headers"),
        pytest.param(drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), Trouble.SLOW, id="asks to go on for ever"),
        pytest.param(flood(b"HTTP/1.1 "), Trouble.ANSWER, id="floods the status"),
        pytest.param(raw(b"SSH-2.0-OpenSSH_9.2\r\n"), Trouble.ANSWER, id="is no web server"),
        pytest.param(raw(b"\x00\xff" * 50), Trouble.ANSWER, id="sends garbage"),
        pytest.param(raw(b"HTTP/1.1 9999 No\r\n\r\n"), Trouble.ANSWER, id="answers an impossible status"),
        pytest.param(hang_up, Trouble.CONNECTION, id="hangs up"),
        pytest.param(
            raw(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), Trouble.STATUS, id="switches protocols"
        ),
    ],
)
def test_whoever_does_not_answer_properly_gets_the_limit_and_no_more(
    receivers: Callable[..., Receiver], behave, trouble: Trouble
) -> None:
    receiver = receivers(behave=behave)

    sender = HASTY if trouble == Trouble.SLOW else SENDER
    outcome, took = send(receiver.url, sender)

    assert outcome.trouble == trouble
    assert took < HASTY.limit + SLACK


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(drip(OK + b"Content-Length: 1000\r\n\r\nwell"), id="drips"),
        pytest.param(flood(OK + b"X-Long: "), id="floods a header"),
        pytest.param(flood(OK + b"\r\nwell"), id="floods"),
        pytest.param(raw(OK + b"Content-Length: 1000\r\n\r\nwell"), id="stops"),
        pytest.param(raw(OK + b"Transfer-Encoding: chunked\r\n\r\nno number\r\nwell"), id="counts wrongly"),
    ],
)
def test_once_the_status_has_been_said_the_rest_changes_nothing(
    receivers: Callable[..., Receiver], behave
) -> None:
    receiver = receivers(behave=behave)

    outcome, took = send(receiver.url)

    assert (outcome.trouble, outcome.status) == (None, 200)
    assert len(outcome.answer) <= KEPT
    assert took < BODY_WITHIN + SLACK


def test_where_nobody_listens_it_says_so(receivers: Callable[..., Receiver]) -> None:
    receiver = receivers()
    receiver.stop()

    outcome, _ = send(receiver.url)

    assert (outcome.trouble, outcome.status) == (Trouble.CONNECTION, None)


def test_a_listener_that_never_accepts_is_left(receivers: Callable[..., Receiver]) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listening:
        port = listening.getsockname()[1]

        outcome, took = send(f"http://127.0.0.1:{port}/", HASTY)

    assert outcome.trouble == Trouble.SLOW
    assert took < HASTY.limit + SLACK


def test_a_name_that_nobody_knows_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args, **values):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    outcome, _ = send("https://no-such-place.example/")

    assert outcome.trouble == Trouble.NAME


def test_a_resolver_that_thinks_for_ever_gets_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **values: time.sleep(3))

    outcome, took = send("https://slow.example/", HASTY)

    assert outcome.trouble == Trouble.SLOW
    assert took < HASTY.limit + SLACK


# Private addresses


def leads_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let every name lead to these addresses, other ones each time it is asked for; returns who was asked."""
    asked: list[str] = []
    left = list(answers)
    real = socket.getaddrinfo

    def resolve(host, port, *args, **values):
        if host.replace(".", "").isdigit() or ":" in host:
            return real(host, port, *args, **values)
        asked.append(host)
        now = left.pop(0) if len(left) > 1 else left[0]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in now]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["2001:4860:4860::8888", "::1"],
        ["169.254.169.254"],
        ["10.1.2.3"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::1"],
        ["0.0.0.0"],
    ],
)
def test_a_name_that_leads_to_a_private_address_is_not_connected_to(
    receivers: Callable[..., Receiver], monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    canary = receivers()
    connected: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **values: connected.append(args))
    leads_to(monkeypatch, addresses)

    outcome, _ = send("https://innocent.example.org/", replace(SENDER, private=False))

    assert outcome == Outcome(trouble=Trouble.PRIVATE, milliseconds=outcome.milliseconds)
    assert (connected, canary.connections) == ([], 0)


def test_a_name_that_changes_its_mind_is_asked_once_and_gets_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected: list[tuple[str, int]] = []

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    asked = leads_to(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    monkeypatch.setattr(socket, "create_connection", connect)

    outcome, _ = send("https://rebinding.example.org/", replace(SENDER, private=False))

    assert (asked, connected) == (["rebinding.example.org"], [("8.8.8.8", 443)])
    assert outcome.trouble == Trouble.CONNECTION


def test_an_address_that_was_registered_when_private_ones_were_allowed_is_refused_afterwards(
    receiver: Receiver,
) -> None:
    outcome, _ = send(receiver.url, replace(SENDER, private=False))

    assert (outcome.trouble, receiver.connections) == (Trouble.ADDRESS, 0)


# TLS


@pytest.fixture
def secure(receivers: Callable[..., Receiver], tmp_path: Path) -> tuple[Receiver, Sender]:
    """A receiver with a certificate for ``receiver.example.org``, and a sender that trusts it."""
    paths = certificate(tmp_path, "receiver.example.org")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    trust = ssl.create_default_context(cafile=str(paths[0]))
    return receivers(context=context), replace(SENDER, trust=trust)


def test_the_name_is_asked_for_at_the_address_that_was_checked(
    secure: tuple[Receiver, Sender], monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, sender = secure
    names: list[str | None] = []
    assert receiver.context is not None
    receiver.context.sni_callback = lambda line, name, context: names.append(name)
    leads_to(monkeypatch, ["127.0.0.1"])

    outcome, _ = send(f"https://receiver.example.org:{receiver.port}/in", sender)

    assert (outcome.trouble, outcome.status) == (None, 200)
    assert names == ["receiver.example.org"]
    assert receiver.requests[0].headers["host"] == f"receiver.example.org:{receiver.port}"


def test_a_certificate_of_another_name_is_refused(
    secure: tuple[Receiver, Sender], monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, sender = secure
    leads_to(monkeypatch, ["127.0.0.1"])

    outcome, _ = send(f"https://another.example.org:{receiver.port}/in", sender)

    assert (outcome.trouble, receiver.requests) == (Trouble.CERTIFICATE, [])


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: tuple[Receiver, Sender]) -> None:
    receiver, _ = secure

    outcome, _ = send(receiver.url)

    assert (outcome.trouble, receiver.requests) == (Trouble.CERTIFICATE, [])


def test_a_receiver_that_speaks_no_tls_is_left(receiver: Receiver) -> None:
    outcome, took = send(receiver.url.replace("http:", "https:"), HASTY)

    assert outcome.trouble in (Trouble.CONNECTION, Trouble.SLOW)
    assert took < HASTY.limit + SLACK


def test_a_tls_greeting_that_never_comes_gets_the_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        outcome, took = send(f"https://127.0.0.1:{listening.getsockname()[1]}/", HASTY)

    assert outcome.trouble == Trouble.SLOW
    assert took < HASTY.limit + SLACK
