from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.skills.dates import read_date, write_date
from acore.domain.skills.days import days

NOW = datetime(2026, 11, 21, 3, 4, tzinfo=timezone(timedelta(hours=1), "CET"))
"""A Saturday."""


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("what time is it?", "It is 03:04 (CET)."),
        ("what's the time now", "It is 03:04 (CET)."),
        ("can you tell me the time please?", "It is 03:04 (CET)."),
        ("time", "It is 03:04 (CET)."),
        ("what time is it in UTC?", "It is 02:04 (UTC)."),
        ("Wie spät ist es?", "Es ist 03:04 Uhr (CET)."),
        ("wieviel Uhr ist es gerade", "Es ist 03:04 Uhr (CET)."),
        ("what day is it today?", "Today is Saturday, 21 November 2026."),
        ("What's today's date?", "Today is Saturday, 21 November 2026."),
        ("date", "Today is Saturday, 21 November 2026."),
        ("what day is tomorrow", "Tomorrow is Sunday, 22 November 2026."),
        ("which day was yesterday?", "Yesterday was Friday, 20 November 2026."),
        ("Welches Datum haben wir heute?", "Heute ist Samstag, 21. November 2026."),
        ("welcher Tag ist morgen", "Morgen ist Sonntag, 22. November 2026."),
        ("what year is it", "It is 2026."),
        ("which month is it", "It is November 2026."),
        ("what week is it?", "It is week 47 of the year."),
        ("welches jahr haben wir", "Wir haben das Jahr 2026."),
        ("welche kalenderwoche haben wir", "Wir haben Kalenderwoche 47."),
        ("what day of the week is 24 December 2026?", "24 December 2026 is a Thursday."),
        ("which weekday was 1969-07-20", "20 July 1969 is a Sunday."),
        ("what day is Christmas?", "25 December 2026 is a Friday."),
        ("when is Halloween", "31 October 2027 is a Sunday."),
        ("welcher wochentag ist der 24.12.2026", "Der 24. Dezember 2026 ist ein Donnerstag."),
        ("Wann ist Heiligabend?", "Der 24. Dezember 2026 ist ein Donnerstag."),
        ("how many days until Christmas?", "34 days until Friday, 25 December 2026."),
        ("how long until friday", "6 days until Friday, 27 November 2026."),
        ("how many days until saturday", "7 days until Saturday, 28 November 2026."),
        ("how many days until 22 November", "1 day until Sunday, 22 November 2026."),
        ("days until May 3rd, 2027", "163 days until Monday, 3 May 2027."),
        ("how many days since 2000-01-01", "9,821 days since Saturday, 1 January 2000."),
        ("how many days since christmas", "331 days since Thursday, 25 December 2025."),
        ("how many days until today", "Saturday, 21 November 2026: that is today."),
        ("how many days until 29 February", "465 days until Tuesday, 29 February 2028."),
        ("wie viele tage sind es noch bis zum 24.12.?", "Noch 33 Tage bis Donnerstag, 24. Dezember 2026."),
        ("wie lange noch bis Silvester", "Noch 40 Tage bis Donnerstag, 31. Dezember 2026."),
        ("what date is it in 10 days", "1 December 2026 is a Tuesday."),
        ("what day was it 3 weeks ago", "31 October 2026 is a Saturday."),
        ("welcher tag ist in 2 wochen", "Der 5. Dezember 2026 ist ein Samstag."),
        ("what day is 30 February 2026", "There is no such day in the calendar."),
        ("welcher wochentag ist der 31.4.2026", "Diesen Tag gibt es im Kalender nicht."),
        ("how many days until 31 April", "There is no such day in the calendar."),
        ("what day is it in 99999 weeks", "29 May 3943 is a Saturday."),
    ],
)
def test_time_and_date_are_told(asked: str, answer: str) -> None:
    assert days(asked, NOW) == answer


@pytest.mark.parametrize(
    "asked",
    [
        "", "What is the time limit for refunds?", "what time is it in Tokyo?", "what time does the shop open?",
        "when is the release?", "How many days until the deadline?", "what day is the garden party?", "days",
        "how long until the build is done", "What is the date of the meeting?", "which day is payday", "time zones",
        "What day is it that we meet?", "how many days until 24", "when is marching band practice?", "update",
        "what year was the company founded?", "Welches Datum hat die Rechnung?", "how many days since the outage",
    ],
)  # fmt: skip
def test_real_questions_about_time_are_left_alone(asked: str) -> None:
    assert days(asked, NOW) is None


def test_a_day_beyond_the_calendar_is_said_kindly() -> None:
    late = datetime(9999, 12, 1, tzinfo=UTC)
    assert days("what day is it in 99999 days", late) == "My calendar does not reach that far."
    assert days("welcher Tag ist in 99999 Tagen", late) == "So weit reicht mein Kalender nicht."


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.booleans(), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_written_date_reads_back_the_same(day: date, german: bool, today: date) -> None:  # noqa: FBT001
    words = write_date(day, german=german).partition(", ")[2].lower()
    assert read_date(words, today) == day
    assert read_date(day.isoformat(), today) == day


@given(st.text(max_size=60))
def test_any_message_is_answered_or_left_alone(text: str) -> None:
    for asked in (text, f"how many days until {text}", f"what day is {text}"):
        assert days(asked, NOW) is None or isinstance(days(asked, NOW), str)
