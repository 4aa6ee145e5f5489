from dataclasses import replace

from tests.unit.adapters.llm.test_extractive import NOTE, REFUND, engine, request


async def test_what_is_heard_has_no_small_print_and_what_is_read_later_has() -> None:
    llm = engine()
    asked = request("When are refunds paid?", REFUND)
    heard, read = [(await llm.complete(each)).text for each in (replace(asked, aloud=True), asked)]
    assert "within 14 days" in heard
    assert NOTE not in heard
    assert read.startswith(heard)
    assert NOTE in read


async def test_what_it_can_do_is_said_otherwise_than_it_is_written() -> None:
    asked = request("what can you do")
    heard, read = [(await engine().complete(each)).text for each in (replace(asked, aloud=True), asked)]
    assert "- **" in read
    assert "*" not in heard
    assert "documents" in heard
