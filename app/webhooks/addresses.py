"""Where a webhook may lead: to the public Internet, never into the network that the site runs in.

The text is checked when it is registered; the name is resolved when something is sent, once, and the
connection goes to an address that was checked. Nobody can register a name and let it point elsewhere later.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.errors import Refusal
from app.text import _

LONGEST = 500
PORTS = frozenset({443, 8443})
"""Where a web server with TLS answers; other ports belong to other services."""

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_WRITTEN = re.compile(
    r"https?://[!-\"$-.0->A-\[\]-~]+([/?][!-\"$-\[\]-~]*)?"
)  # visible, no backslash, no fragment
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_WITHIN = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa")
"""Last labels of names that are never public."""
_PUBLIC_6 = ipaddress.ip_network("2000::/3")
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(block)
    for block in (
        "192.0.0.0/24",  # protocols
        "192.88.99.0/24",  # relays of 6to4
        "100.64.0.0/10",  # carriers' own
        "2001::/23",  # Teredo and other protocols
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: any IPv4 address inside
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """An address of a receiver, taken apart."""

    secure: bool
    host: str
    port: int
    path: str
    """With its parameters, as it is asked for."""


class NotPublic(Exception):
    """The name leads to an address that is not public."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is not public")
        self.address = address


def parse(url: str, *, private: bool = False) -> Target:
    """Take apart what somebody typed.

    Args:
        url: the address of a receiver.
        private: whether the operator allows private addresses, other ports and http.

    Raises:
        Refusal: it cannot be the address of a receiver.
    """
    if len(url) > LONGEST:
        raise _refused(_("An address has at most %(most)s characters.", most=LONGEST))
    if not private and not url.startswith("https://"):
        raise _refused(_("The address begins with https://."))
    if not url.isascii() or not _WRITTEN.fullmatch(url):
        raise _refused(_("This is not an address of the form https://example.org/path."))
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _refused(_("This is not an address of the form https://example.org/path.")) from None
    secure = parts.scheme == "https"
    port = (443 if secure else 80) if port is None else port
    _check_host(host, bracketed="[" in parts.netloc, private=private)
    if port == 0 or (port not in PORTS and not private):
        raise _refused(_("The port is 443 or 8443."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure=secure, host=host, port=port, path=path)


def _check_host(host: str, *, bracketed: bool, private: bool) -> None:
    literal = _literal(host)
    if literal is not None:
        if not private and not is_public(literal):
            raise _refused(_("This address belongs to a private network; only public ones are possible."))
        return
    labels = host.split(".")
    written = len(host) <= 253 and not bracketed and all(_LABEL.fullmatch(label) for label in labels)
    if not written or re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):  # numbers that some read as IPv4
        raise _refused(_("This is not an address of the form https://example.org/path."))
    if not private and (len(labels) == 1 or labels[-1] in _WITHIN):
        raise _refused(_("This address belongs to a private network; only public ones are possible."))


def _refused(sentence: str) -> Refusal:
    return Refusal(sentence, field="url")


def _literal(host: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: IpAddress) -> bool:
    """Tell whether anybody on the Internet reaches ``address``, and only what stands there.

    Forms of IPv6 that carry an IPv4 address are not: where they lead is decided by others.
    """
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if address.version == 6 and (address.scope_id is not None or address not in _PUBLIC_6):
        return False
    return not any(address in block for block in _NOT_PUBLIC if block.version == address.version)


def resolve(target: Target, *, private: bool) -> list[IpAddress]:
    """Return the addresses to which the name of ``target`` leads, every one checked.

    Raises:
        NotPublic: one of them is not public.
        OSError: there is no such name, or nobody who knows it answers.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))
    for address in addresses:
        if not private and not is_public(address):
            raise NotPublic(str(address))
    return addresses
