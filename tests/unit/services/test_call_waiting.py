from acore.domain.calls import Participant
from acore.domain.voice_events import Heard
from acore.services.call_answer import Waiting
from acore.services.call_waiting import WaitingLine
from acore.services.voice_hearing import Understood


def item(text: str, user: str | None = "ada", since: float = 0.0) -> Waiting:
    asked = Understood(Heard(f"acore {text}", 0, 1), 0, 0) if user else None
    return Waiting(Participant(user, user.title()) if user else None, asked, text, since, since)


def texts(line: WaitingLine, now: float = 0.0) -> list[str]:
    found = []
    while (taken := line.take(now)[0]) is not None:
        found.append(taken.text)
    return found


def test_questions_are_taken_in_their_order() -> None:
    line = WaitingLine(4, 60)
    assert line.first is None
    for user in ("ada", "bob", "eve"):
        assert line.add(item(user, user)) == []
    assert line.first == item("ada", "ada")
    assert len(line) == 3
    assert texts(line) == ["ada", "bob", "eve"]


def test_what_somebody_adds_to_their_question_is_a_part_of_it() -> None:
    line = WaitingLine(2, 60)
    line.add(item("what is it", "ada", 1.0))
    line.add(item("who is it", "bob"))
    assert line.add(item("and where", "ada", 5.0)) == []
    both = line.first
    assert both is not None
    assert (both.text, both.since) == ("what is it and where", 5.0)
    assert both.asked is not None
    assert both.asked.heard.text == "acore what is it acore and where"
    assert texts(line, 5.0) == ["what is it and where", "who is it"]


def test_what_nobody_asked_is_joined_with_nothing() -> None:
    line = WaitingLine(4, 60)
    line.add(item("One.", None))
    line.add(item("Two.", None))
    assert texts(line) == ["One.", "Two."]


def test_the_oldest_is_dropped_where_there_is_no_room() -> None:
    line = WaitingLine(2, 60)
    dropped = [line.add(item(user, user)) for user in ("ada", "bob", "eve")]
    assert dropped == [[], [], [(item("ada", "ada"), "full")]]
    assert texts(line) == ["bob", "eve"]


def test_who_waited_for_too_long_is_dropped() -> None:
    line = WaitingLine(4, 10)
    line.add(item("late", "ada", 0.0))
    line.add(item("in time", "bob", 5.0))
    taken, late = line.take(11.0)
    assert taken == item("in time", "bob", 5.0)
    assert late == [(item("late", "ada"), "late")]
    assert line.take(11.0) == (None, [])


def test_what_was_interrupted_is_next_again() -> None:
    line = WaitingLine(4, 60)
    line.add(item("two", "bob"))
    line.put_back(item("one", "ada"))
    assert texts(line) == ["one", "two"]


def test_who_leaves_waits_for_nothing() -> None:
    line = WaitingLine(4, 60)
    line.add(item("one", "ada"))
    line.add(item("two", "bob"))
    assert line.leave("ada") == [(item("one", "ada"), "left")]
    assert line.leave("ada") == []
    assert texts(line) == ["two"]
