"""Is a server spoken with only if all its addresses are on the operator's own network?"""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.adapters.readers.own_network import is_own, server_at
from breakwater.errors import ReaderError

OWN = ["127.0.0.1", "127.8.9.10", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1",
       "::1", "fd00::1", "fe80::1", "fe80::1%eth0", "::ffff:127.0.0.1", "::ffff:10.0.0.1"]  # fmt: skip
FAR = ["8.8.8.8", "172.32.0.1", "192.169.0.1", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
       "192.0.2.1", "203.0.113.1", "2606:4700::1", "::", "::ffff:8.8.8.8", "64:ff9b::808:808",
       "2002:808:808::1", "2001:0:808:808::1", "ff02::1", "::7f00:1"]  # fmt: skip


@pytest.mark.parametrize("address", OWN)
def test_loopback_private_and_link_local_addresses_are_ones_own(address: str):
    assert is_own(address)


@pytest.mark.parametrize("address", FAR)
def test_all_others_are_not(address: str):
    assert not is_own(address)


@given(st.ip_addresses())
def test_no_address_of_the_public_network_is_ones_own(address):
    assert not (is_own(str(address)) and address.is_global)


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:4700::1]", "[::ffff:8.8.8.8]", "134744072", "0x8.8.8.8"])
def test_a_server_elsewhere_is_refused_before_anything_is_sent(host: str):
    server = server_at(f"http://{host}/v1", reader="endpoint")

    with pytest.raises(ReaderError, match="is not on your own network; posts are sent to loopback"):
        server.ask("GET", "/models", body=None, headers={}, within=1)


def test_a_name_with_one_address_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch):
    told = [(2, 1, 6, "", ("10.0.0.1", 80)), (2, 1, 6, "", ("8.8.4.4", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: told)

    with pytest.raises(ReaderError, match=r"model\.example is 8\.8\.4\.4, which is not on your own network"):
        server_at("http://model.example/v1", reader="endpoint").addresses()


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch):
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(ReaderError, match=r"no host model\.example is known here"):
        server_at("http://model.example/v1", reader="endpoint").addresses()


@pytest.mark.parametrize(
    "url",
    ["", "model", "127.0.0.1:8080", "ftp://127.0.0.1", "file:///etc/hosts", "http://", "http:///v1", "http://[::1",
     "http://127.0.0.1:port", "http://127.0.0.1:99999", "http://127.0.0.1/v1?a=1", "http://127.0.0.1/v1#a",
     "http://127.0.0.1/a b", "http://127.0.0.1/\u202e"],
)  # fmt: skip
def test_what_is_no_address_is_told(url: str):
    with pytest.raises(ReaderError, match="address"):
        server_at(url, reader="endpoint")


def test_a_password_in_an_address_is_refused_and_not_shown():
    with pytest.raises(ReaderError) as told:
        server_at("http://unit:not-a-secret@127.0.0.1/v1", reader="endpoint")

    assert "leave it out" in str(told.value)
    assert "not-a-secret" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "secure", "host", "port", "path"),
    [
        ("http://127.0.0.1:8080/v1/", False, "127.0.0.1", 8080, "/v1"),
        ("http://localhost", False, "localhost", 80, ""),
        ("https://model.lan/api/v1", True, "model.lan", 443, "/api/v1"),
        ("http://[::1]:1234/v1", False, "::1", 1234, "/v1"),
    ],
)
def test_an_address_names_a_server(url: str, secure: bool, host: str, port: int, path: str):
    server = server_at(url, reader="endpoint")

    assert (server.secure, server.host, server.port, server.path) == (secure, host, port, path)
