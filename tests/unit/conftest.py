"""Unit tests are hermetic: opening a network connection fails the test."""

import socket
from typing import Any

import pytest


class NetworkUsed(AssertionError):
    """A unit test tried to reach a network, loopback included."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: socket.socket, address: Any) -> None:
        raise NetworkUsed(f"a unit test connected to {address!r}; real sockets belong in tests/integration")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket.socket, "bind", refuse)
