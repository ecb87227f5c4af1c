"""The guard against requests to addresses that are not public."""

import socket

import pytest

from adapters.net.ssrf_guard import PrivateAddressError, guarded, public

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1", "198.18.0.1", "not an address", "",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::"]


class FakeSocket:
    """Remembers that somebody wanted one."""

    made: list[tuple[int, int, int]]

    def __init__(self) -> None:
        self.made = []

    def __call__(self, family: int, kind: int, protocol: int) -> "FakeSocket":
        self.made.append((family, kind, protocol))
        return self


@pytest.mark.parametrize("address", PRIVATE)
def test_no_socket_is_made_for_an_address_that_is_not_public(address):
    made = FakeSocket()
    assert not public(address)
    with pytest.raises(PrivateAddressError):
        guarded((socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)), made)
    assert made.made == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_gets_its_socket(address):
    made = FakeSocket()
    assert public(address)
    assert guarded((socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 443, 0, 0)), made) is made
    assert made.made == [(socket.AF_INET6, socket.SOCK_STREAM, 6)]
