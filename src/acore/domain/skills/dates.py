"""Dates as people write and say them."""

import re
from datetime import date, timedelta

WEEKDAYS = {
    False: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    True: ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
MONTHS = {
    False: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    True: (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
}  # fmt: skip
_FEASTS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "weihnachten": (12, 25),
    "heiligabend": (12, 24), "new year": (1, 1), "new year's day": (1, 1), "neujahr": (1, 1), "halloween": (10, 31),
    "new year's eve": (12, 31), "silvester": (12, 31), "valentine's day": (2, 14), "valentinstag": (2, 14),
}  # fmt: skip
_NEAR = {"today": 0, "heute": 0, "tomorrow": 1, "morgen": 1, "yesterday": -1, "gestern": -1}
_NEAR |= {"the day after tomorrow": 2, "day after tomorrow": 2, "übermorgen": 2, "vorgestern": -2}
_MONTH_NUMBER = {name[:3].lower(): at for names in MONTHS.values() for at, name in enumerate(names, 1)}
_WEEKDAY_NUMBER = {name.lower(): at for names in WEEKDAYS.values() for at, name in enumerate(names)}
_YEAR = r"(?P<year>[12]\d{3})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)",
        rf"(?P<day>\d\d?)\. ?(?P<month>\d\d?)(?:\. ?{_YEAR}|\.?)",
        rf"(?P<day>\d\d?)(?:st|nd|rd|th|\.)? (?:of )?(?P<name>[a-zäö]{{3,9}})\.?(?:,? {_YEAR})?",
        rf"(?P<name>[a-zäö]{{3,9}})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? {_YEAR})?",
    )
)


class NoSuchDay(ValueError):
    """A date that the calendar does not have, such as 30 February."""


def read_date(words: str, today: date, *, past: bool = False) -> date | None:
    """The day that the words (lower case) name; None where they name none.

    Without a year it is the next such day from `today` on, or with `past` the last one. Raises NoSuchDay.
    """
    words = re.sub(r"^(?:the|on|den|dem|der|am|zum|next|nächsten) (?=\S)", "", words.strip())
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if words in _WEEKDAY_NUMBER:
        return _near_weekday(_WEEKDAY_NUMBER[words], today, past=past)
    if words in _FEASTS:
        return _near_day(*_FEASTS[words], today, past=past)
    for form in _FORMS:
        if found := form.fullmatch(words):
            return _of(found.groupdict(), today, past=past)
    return None


def write_date(day: date, *, german: bool) -> str:
    """``Saturday, 21 November 2026``, ``Samstag, 21. November 2026``."""
    dot = "." if german else ""
    return f"{WEEKDAYS[german][day.weekday()]}, {day.day}{dot} {MONTHS[german][day.month - 1]} {day.year}"


def _of(told: dict[str, str | None], today: date, *, past: bool) -> date | None:
    name = told.get("name")
    month = _month(name) if name else int(told["month"] or 0)
    if month is None:
        return None
    day = int(told["day"] or 0)
    return _made(int(year), month, day) if (year := told["year"]) else _near_day(month, day, today, past=past)


def _month(name: str) -> int | None:
    number = _MONTH_NUMBER.get(name[:3].replace("mae", "mär"))
    full = {MONTHS[german][number - 1].lower() for german in (False, True)} if number else set[str]()
    return number if name[:3] == name or any(month.startswith(name) for month in full) or name == "sept" else None


def _made(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDay from error


def _near_day(month: int, day: int, today: date, *, past: bool) -> date:
    """29 February may be years away, so several years are tried."""
    step = -1 if past else 1
    for years in range(9):
        try:
            found = date(today.year + years * step, month, day)
        except ValueError:
            continue
        if (found - today).days * step >= 0:
            return found
    raise NoSuchDay


def _near_weekday(weekday: int, today: date, *, past: bool) -> date:
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead - 7 if past else ahead or 7)
