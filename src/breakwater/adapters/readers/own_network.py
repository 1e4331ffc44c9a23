"""How do we speak with a server on the operator's own network, and with no other?

Names can lie and change, so what is looked at is the addresses that a name stands for, and a
connection is made to one of those that were looked at. No proxy of the environment is used and no
redirect is followed: either could carry a post elsewhere. An answer has an end, in bytes and in seconds.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Event, Timer
from typing import NamedTuple
from urllib.parse import urlsplit

from breakwater.errors import ReaderError

# Written out: what `ipaddress` calls private holds tunnels to public addresses as well.
OWN = tuple(
    ip_network(net)
    for net in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
        "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
MOST = 256 * 1024  # bytes of an answer: a verdict takes a few hundred
EXAMPLE = "name it like http://127.0.0.1:8080/v1"


class Answer(NamedTuple):
    """What a server answered; `whole` if that was no more than `MOST` bytes."""

    status: int
    body: bytes
    whole: bool


class Unanswered(Exception):
    """The server gave no answer that can be read."""


class Late(Unanswered):
    """It took too long: asking again would only keep it busier."""


def is_own(address: str) -> bool:
    """Return whether an address is loopback, private or link-local."""
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in net for net in OWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One server by its address. `reader`: on whose behalf it is asked, for what errors say."""

    reader: str
    secure: bool
    host: str
    port: int
    path: str

    def ask(
        self, method: str, path: str, *, body: bytes | None, headers: Mapping[str, str], within: float
    ) -> Answer:
        """Return the server's answer, from whole to cut at `MOST` bytes.

        :raises Unanswered: there is none within so many seconds
        :raises ReaderError: the server is not on the operator's own network
        """
        addresses = self.addresses()
        try:
            sock = _connected(addresses, self.port, within)
        except OSError as error:
            raise Unanswered(f"no connection ({error.strerror or error})") from None
        late, line = Event(), sock.dup()  # sealing takes the socket itself away
        end = Timer(within, _hang_up, [line, late])  # a time-out of the socket starts anew with every byte
        end.daemon = True
        end.start()
        connection = HTTPConnection(self.host, self.port)
        connection.auto_open = 0  # only the connection that was looked at
        try:
            connection.sock = self._sealed(sock)
            connection.request(method, self.path + path, body, dict(headers))
            answer = connection.getresponse()
            read = answer.read(MOST + 1)
        except (OSError, HTTPException) as error:
            if not late.is_set():
                raise Unanswered(f"the connection broke ({type(error).__name__})") from None
        finally:
            end.cancel()
            connection.close()
            sock.close()
            line.close()
        if late.is_set():  # then what was read may be no more than a part
            raise Late(f"no whole answer within {within:g} seconds")
        return Answer(answer.status, read[:MOST], len(read) <= MOST)

    def addresses(self) -> list[str]:
        """Return the addresses that the host stands for.

        :raises ReaderError: it is unknown, or one of them is not on the operator's own network
        """
        try:
            told = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise ReaderError(self.reader, f"no host {self.host} is known here", EXAMPLE) from None
        found = list(dict.fromkeys(str(one[4][0]) for one in told))
        far = [address for address in found if not is_own(address)]
        if far:
            raise ReaderError(
                self.reader,
                f"{self.host} is {far[0]}, which is not on your own network",
                "posts are sent to loopback, private and link-local addresses only; run the model there",
            )
        return found

    def _sealed(self, sock: socket.socket) -> socket.socket:
        if not self.secure:
            return sock
        return ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)


def server_at(url: str, *, reader: str) -> Server:
    """Return the server that an address names.

    :raises ReaderError: it is no address of a web server, or says more than that
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ReaderError(reader, "the address cannot be understood", EXAMPLE) from None
    if parts.username is not None or parts.password is not None:
        raise ReaderError(reader, "the address holds a password", "leave it out: others see command lines")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise ReaderError(reader, f"{url!r} is not the address of a web server", EXAMPLE)
    if not parts.path.isascii() or not parts.path.isprintable() or " " in parts.path:
        raise ReaderError(reader, f"{url!r} is not the address of a web server", EXAMPLE)
    secure = parts.scheme == "https"
    return Server(
        reader=reader, secure=secure, host=host, port=port or (443 if secure else 80),
        path=parts.path.rstrip("/"),
    )  # fmt: skip


def _connected(addresses: list[str], port: int, within: float) -> socket.socket:
    """Return a connection to the first address that takes one."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout=within)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout=within)


def _hang_up(sock: socket.socket, late: Event) -> None:
    late.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)  # closing would not wake who is reading
