"""The time and the date."""

import re
from datetime import date, datetime

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
_NOW = r"(?: (?:right )?now| just now| today| please)*"
_TIME = re.compile(
    rf"(?:what(?:'s|’s| is) the (?:current )?time|what time is it|what time do we have|tell me the time|time|current time){_NOW}",
    re.IGNORECASE,
)
_UHRZEIT = re.compile(r"wie spät ist es(?: gerade| jetzt)?|wie ?viel uhr (?:ist es|haben wir)|uhrzeit", re.IGNORECASE)
_DATE = re.compile(
    rf"(?:what(?:'s|’s| is) (?:the |today's |today’s )?(?:current )?(?:date|day)|what (?:day|date|weekday) is (?:it|today)"
    rf"|which day is (?:it|today)|today's date|date){_NOW}",
    re.IGNORECASE,
)
_DATUM = re.compile(
    r"(?:welche[rns]? (?:wochen)?tag ist (?:heute|es)|welches datum (?:ist|haben wir)(?: heute)?|der wievielte ist heute"
    r"|was ist heute für ein tag|datum)(?: heute| jetzt)?",
    re.IGNORECASE,
)
_WEEKDAY_OF = re.compile(
    r"(?:what|which) (?:week)?day (?:is|was|will be|of the week is) (?P<day>\d.*|[a-z]+ \d.*|christmas)", re.IGNORECASE
)
_UNTIL = re.compile(
    r"(?:how (?:many days|long)|days)(?: (?:is it|are there|are left))? (?:until|till|to) (?P<day>.+)"
    r"|(?:wie viele tage (?:sind es )?(?:noch )?(?:bis)) (?P<tag>.+)",
    re.IGNORECASE,
)
_FEASTS = {"christmas": (12, 25), "weihnachten": (12, 25), "new year": (1, 1), "neujahr": (1, 1), "halloween": (10, 31)}


def calendar(text: str, now: datetime) -> str | None:
    """The time, the date, the weekday of a date, or the days until one; None where none of it is asked."""
    asked = text.strip().rstrip("?!. ")
    zone = f" {now.tzname()}" if now.tzname() else ""
    if _TIME.fullmatch(asked):
        return f"It is {now:%H:%M}{zone}."
    if _UHRZEIT.fullmatch(asked):
        return f"Es ist {now:%H:%M} Uhr{zone}."
    if _DATE.fullmatch(asked):
        return f"Today is {_day(now.date())}."
    if _DATUM.fullmatch(asked):
        return f"Heute ist {_tag(now.date())}."
    if (found := _WEEKDAY_OF.fullmatch(asked)) and (day := _read(found["day"], now.date())):
        return f"{_day(day)}."
    if (found := _UNTIL.fullmatch(asked)) and (day := _read(found["day"] or found["tag"], now.date())):
        return _until(day, now.date(), german=bool(found["tag"]))
    return None


def _until(day: date, today: date, *, german: bool) -> str:
    days = (day - today).days
    if german:
        return (
            f"{_tag(day)}: noch {days} {'Tag' if days == 1 else 'Tage'}." if days >= 0 else f"{_tag(day)} ist vorbei."
        )
    return f"{_day(day)} is {days} {'day' if days == 1 else 'days'} away." if days >= 0 else f"{_day(day)} is past."


def _day(day: date) -> str:
    return f"{_WEEKDAYS['en'][day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _tag(day: date) -> str:
    return f"{_WEEKDAYS['de'][day.weekday()]}, {day.day}. {_MONATE[day.month - 1]} {day.year}"


def _read(text: str, today: date) -> date | None:
    """A date as people write it; one without a year is the next one to come."""
    words = text.strip().lower().removeprefix("the ").removeprefix("zum ").removeprefix("zu ")
    if words in _FEASTS:
        return _next(*_FEASTS[words], today)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return _made(*map(int, found.groups()))
    if found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-zä]+)(?:,? (\d{4}))?", words):
        number, name, year = found.groups()
    elif found := re.fullmatch(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?", words):
        name, number, year = found.groups()
    else:
        return None
    month = next(
        (at for names in (_MONTHS, _MONATE) for at, known in enumerate(names, 1) if known.lower().startswith(name[:3])),
        None,
    )
    if month is None:
        return None
    return _made(int(year), month, int(number)) if year else _next(month, int(number), today)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, today: date) -> date | None:
    this_year = _made(today.year, month, day)
    return this_year if this_year and this_year >= today else _made(today.year + 1, month, day)
