"""A webhook leads to the public Internet, whatever way an address is written in."""

import ipaddress

import pytest

from app.errors import Refusal
from app.webhooks.addresses import Target, is_public, parse

PRIVATE = "This address belongs to a private network; only public ones are possible."
FORM = "This is not an address of the form https://example.org/path."
HTTPS = "The address begins with https://."
PORT = "The port is 443 or 8443."


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org", ("example.org", 443, "/")),
        ("https://EXAMPLE.org:8443/in?of=ours", ("example.org", 8443, "/in?of=ours")),
        ("https://example.org?of=ours", ("example.org", 443, "/?of=ours")),
        ("https://example.org./in", ("example.org", 443, "/in")),
        ("https://xn--lisabeth-90a.example.org/", ("xn--lisabeth-90a.example.org", 443, "/")),
        ("https://8.8.8.8/", ("8.8.8.8", 443, "/")),
        ("https://[2606:4700::1111]/", ("2606:4700::1111", 443, "/")),
    ],
)
def test_a_public_address_is_taken_apart(url: str, target: tuple[str, int, str]) -> None:
    host, port, path = target

    assert parse(url) == Target(secure=True, host=host, port=port, path=path)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://127.0.0.1/", PRIVATE),
        ("https://127.0.0.1./", PRIVATE),
        ("https://[::1]/", PRIVATE),
        ("https://[::]/", PRIVATE),
        ("https://[::ffff:7f00:1]/", PRIVATE),
        ("https://[::ffff:127.0.0.1]/", PRIVATE),
        ("https://[::127.0.0.1]/", PRIVATE),
        ("https://[::ffff:0:127.0.0.1]/", PRIVATE),
        ("https://[64:ff9b::7f00:1]/", PRIVATE),
        ("https://[64:ff9b:1::7f00:1]/", PRIVATE),
        ("https://[2002:7f00:1::]/", PRIVATE),
        ("https://[2001::1]/", PRIVATE),
        ("https://[fe80::1]/", PRIVATE),
        ("https://[fe80::1%25eth0]/", PRIVATE),
        ("https://[fc00::1]/", PRIVATE),
        ("https://[fec0::1]/", PRIVATE),
        ("https://[ff02::1]/", PRIVATE),
        ("https://0.0.0.0/", PRIVATE),
        ("https://10.0.0.1/", PRIVATE),
        ("https://172.16.0.1/", PRIVATE),
        ("https://192.168.1.1/", PRIVATE),
        ("https://100.64.0.1/", PRIVATE),
        ("https://169.254.169.254/latest/meta-data", PRIVATE),
        ("https://192.0.0.8/", PRIVATE),
        ("https://198.18.0.1/", PRIVATE),
        ("https://224.0.0.1/", PRIVATE),
        ("https://240.0.0.1/", PRIVATE),
        ("https://255.255.255.255/", PRIVATE),
        ("https://localhost/", PRIVATE),
        ("https://LOCALHOST./", PRIVATE),
        ("https://printer.local/", PRIVATE),
        ("https://metadata.google.internal/", PRIVATE),
        ("https://intranet/", PRIVATE),
        ("https://exam\nple.org/", FORM),
        ("https://example.org:4\n43/", FORM),
        ("https://example.org:8443\n/in", FORM),
        ("https://0/", FORM),
        ("https://2130706433/", FORM),
        ("https://0x7f000001/", FORM),
        ("https://0x7f.1/", FORM),
        ("https://127.1/", FORM),
        ("https://0177.0.0.1/", FORM),
        ("https://①②⑦.0.0.1/", FORM),
        ("https://127。0。0。1/", FORM),
        ("https://user:password@example.org/", FORM),
        ("https://example.org@127.0.0.1/", FORM),
        ("https://example.org\\@127.0.0.1/", FORM),
        ("https://example.org#@127.0.0.1/", FORM),
        ("https://exa mple.org/", FORM),
        ("https://example.org/ in", FORM),
        ("https://example.org/\r\nHost: localhost", FORM),
        ("https://example.org/\t", FORM),
        ("https://example..org/", FORM),
        ("https://-example.org/", FORM),
        ("https://[::1", FORM),
        ("https://[v1.x]/", FORM),
        ("https:///in", FORM),
        ("https://", FORM),
        ("https://example.org:99999/", FORM),
        ("https://example.org:https/", FORM),
        ("https://example.org:0/", PORT),
        ("https://example.org:22/", PORT),
        ("https://example.org:80/", PORT),
        ("https://example.org:6379/", PORT),
        ("http://example.org/", HTTPS),
        ("HTTPS://example.org/", HTTPS),
        ("https:example.org", HTTPS),
        ("//example.org/", HTTPS),
        ("gopher://example.org/_", HTTPS),
        ("file:///etc/passwd", HTTPS),
        ("ftp://example.org/", HTTPS),
        ("javascript:alert(1)", HTTPS),
        ("", HTTPS),
        ("https://example.org/" + "x" * 500, "An address has at most 500 characters."),
    ],
)
def test_anything_else_is_refused_with_a_reason(url: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(url)

    assert (str(refused.value), refused.value.field) == (reason, "url")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/in", "https://intranet/in", "http://printer.local:9100/", "http://[::1]/"]
)
def test_an_operator_who_allows_it_gets_private_addresses_ports_and_http(url: str) -> None:
    assert parse(url, private=True).host in ("127.0.0.1", "intranet", "printer.local", "::1")


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "http://me@127.0.0.1/", "http://0x7f.1/", "http://2130706433/"]
)
def test_even_then_it_is_an_address(url: str) -> None:
    with pytest.raises(Refusal):
        parse(url, private=True)


def test_what_is_public_is_said_for_whole_blocks() -> None:
    public = ["1.1.1.1", "193.0.6.139", "2606:4700::1111", "2a00:1450::1"]
    private = ["192.88.99.1", "2001:db8::1", "3fff::1", "2001:10::1", "5f00::1", "::ffff:8.8.8.8", "100::1"]

    assert [one for one in public if not is_public(ipaddress.ip_address(one))] == []
    assert [one for one in private if is_public(ipaddress.ip_address(one))] == []
