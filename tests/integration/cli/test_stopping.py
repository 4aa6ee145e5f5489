"""SIGTERM while other programs wait for answers: each is told once to come back, and the log stays quiet."""

import asyncio
import json
import re
import signal
from pathlib import Path
from typing import Any

import httpx

from tests.integration.cli.test_run import Running, Started, run

__all__ = ["run"]

SLOW = {
    "ACORE_LLM__USE": "scripted",
    "ACORE_LLM__ENGINES__SCRIPTED__REPLIES": json.dumps(["word " * 200]),
    "ACORE_LLM__ENGINES__SCRIPTED__PACE_S": "30",
    "ACORE_LLM__ENGINES__SCRIPTED__LIMITS__CONCURRENT": "1",
    "ACORE_LLM__ENGINES__SCRIPTED__LIMITS__MAX_WAIT": "600",
}
WAITING = 40


class Caller:
    """Asks one question by the door."""

    def __init__(self, address: str, token: str) -> None:
        self._door = f"{address}/api/reply"
        self._token = token
        self.sent = asyncio.Event()

    async def answer(self, n: int) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
            return await http.send(self.request(http, n))

    def request(self, http: httpx.AsyncClient, n: int) -> httpx.Request:
        body = {"text": f"question {n}", "scope": {"channel": f"c{n}", "user": "u"}, "author": "Ada"}
        headers = {"authorization": f"Bearer {self._token}"}
        return http.build_request("POST", self._door, json=body, headers=headers, extensions={"trace": self._trace})

    async def _trace(self, event: str, _info: dict[str, Any]) -> None:
        if event == "http11.send_request_body.complete":
            self.sent.set()


async def started(run: Started, environment: dict[str, str], **variables: str) -> tuple[Running, str]:
    running = await asyncio.to_thread(run, "playground", **variables)
    return running, str(json.loads((Path(environment["ACORE_DATA_DIR"]) / "run.json").read_text())["token"])


async def queue(running: Running, token: str, many: int) -> list[asyncio.Task[httpx.Response]]:
    """So many whose question has arrived."""
    callers = [Caller(running.address, token) for _ in range(many)]
    tasks = [asyncio.create_task(caller.answer(n)) for n, caller in enumerate(callers)]
    await asyncio.gather(*(caller.sent.wait() for caller in callers))
    await asyncio.to_thread(running.get, "/healthz")
    return tasks


def assert_quiet(folder: Path) -> None:
    said = (folder / "stderr.log").read_text()
    assert not re.search(r"Traceback|\[error|CancelledError|never awaited|Unclosed", said), said[-2000:]


async def test_a_queue_of_requests_is_sent_away_without_a_traceback(
    run: Started, environment: dict[str, str], tmp_path: Path
) -> None:
    running, token = await started(run, environment, **SLOW)
    waiting = await queue(running, token, WAITING)
    assert await asyncio.to_thread(running.stop, signal.SIGTERM) == 0
    answers = await asyncio.gather(*waiting)
    assert {(answer.status_code, answer.headers.get("retry-after")) for answer in answers} == {(503, "10")}
    assert {answer.text for answer in answers} == {"acore is stopping. Ask again in a moment."}
    assert_quiet(tmp_path)


async def test_an_answer_that_has_begun_ends_with_a_word_about_it(
    run: Started, environment: dict[str, str], tmp_path: Path
) -> None:
    running, token = await started(run, environment, **{**SLOW, "ACORE_LLM__ENGINES__SCRIPTED__PACE_S": "0.1"})
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        answer = await http.send(Caller(running.address, token).request(http, 1), stream=True)
        lines = answer.aiter_lines()
        assert json.loads(await anext(lines))["text"].startswith("word")
        stopping = asyncio.create_task(asyncio.to_thread(running.stop, signal.SIGTERM))
        *_, last = [json.loads(line) async for line in lines]
        assert await stopping == 0
    assert last == {"error": "EngineUnavailable", "message": "acore is stopping. Ask again in a moment."}
    assert_quiet(tmp_path)


async def test_whoever_leaves_the_queue_is_let_go(run: Started, environment: dict[str, str], tmp_path: Path) -> None:
    running, token = await started(run, environment, **SLOW)
    leaving = await queue(running, token, 5)
    for task in leaving:
        task.cancel()
    await asyncio.wait(leaving)
    assert await asyncio.to_thread(running.stop, signal.SIGTERM) == 0
    assert_quiet(tmp_path)
