"""A fetcher that may reach one server of this machine, under names that a script of a name server gives it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_network

from aiohttp.abc import AbstractResolver, ResolveResult

from acore.adapters.pages import HttpPageFetcher
from acore.adapters.public_web import Reach
from acore.testing import engine_context
from tests.integration.listening import listening

SERVER = Reach((ip_network("127.0.0.1/32"),), ports=None)
"""The far sides of tests, and nothing else of this machine."""


class Names(AbstractResolver):
    """Answers what it is told, the last answer for ever; it keeps what it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in answer
        ]

    async def close(self) -> None:
        pass


@asynccontextmanager
async def fetcher(
    reach: Reach = SERVER, names: Callable[[], AbstractResolver] | None = None
) -> AsyncIterator[HttpPageFetcher]:
    """A fetcher that is open; without names, any name is the server."""
    async with HttpPageFetcher(engine_context(), reach, names or (lambda: Names(["127.0.0.1"]))) as pages:
        yield pages


class Visits(list[str]):
    """Who came to a server, and where it is."""

    port = 0


@asynccontextmanager
async def forbidden(host: str, port: int = 0) -> AsyncIterator[Visits]:
    """A server that nobody may come to; what is yielded tells who did."""
    came = Visits()

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append("connected")
        writer.close()

    async with listening(serve, host, port) as came.port:
        yield came


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])
