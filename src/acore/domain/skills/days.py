"""The time, the date, and the days between dates."""

import re
from datetime import UTC, date, datetime, timedelta

from acore.domain.skills.dates import MONTHS, WEEKDAYS, NoSuchDay, read_date, write_date
from acore.domain.skills.wording import plain, speaks_german

_ENDING = r"(?: (?:right )?now| just now| currently| at the moment| today| please| bitte| heute| jetzt| gerade)*"
_OPENING = r"(?:(?:please|hey|so|and|ok|und) )?(?:(?:can|could) you )?(?:(?:tell me|sag mir) )?(?:bitte )?"
_TIME = re.compile(
    rf"{_OPENING}(?:what(?:'s|s| is) the (?:current )?time|what time (?:is it|it is|do we have)"
    r"|(?:the )?(?:current )?time|do you (?:have|know) the time|wie spät (?:ist es|es ist|haben wir es)"
    r"|wie ?viel uhr (?:ist es|es ist|haben wir)"
    rf"|(?:die )?(?:aktuelle )?uhrzeit){_ENDING}(?P<utc> in (?:utc|gmt))?{_ENDING}"
)
_DATE = re.compile(
    rf"{_OPENING}(?:what(?:'s|s| is) (?:the |today's )?(?:current )?(?:date|day)|(?:what|which) (?:day|date|weekday) "
    r"(?:is|was|will be|do we have)(?: it)?|what day of the week is (?:it|today)|(?:today's |the |current )*date"
    r"|welche[rns]? (?:wochen)?tag (?:ist|haben wir|war)(?: es)?|welches datum (?:ist|haben wir)|der wievielte ist"
    rf"|den wievielten haben wir|was ist heute für ein (?:wochen)?tag|(?:das )?datum)(?P<near> tomorrow| yesterday"
    rf"| morgen| gestern| übermorgen)?{_ENDING}"
)
_YEAR = re.compile(
    rf"{_OPENING}(?:what|which|welche[ns]?) (?P<what>year|month|week(?: number)?|jahr|monat|(?:kalender)?woche|kw) "
    rf"(?:is|is it|haben wir|ist|ist es){_ENDING}"
)
_WEEKDAY_OF = re.compile(
    r"(?:what|which) (?:week)?day (?:of the week )?(?:is|was|will be|does|did) (?P<day>.+?)(?: (?:fall|be|on))*"
    r"|(?:was für ein|welcher) (?:wochen)?tag (?:ist|war|wird) (?P<tag>.+?)"
    r"|(?:when|wann) (?:is|ist) (?P<feast>.+?)(?: this year| dieses jahr)?"
)
_DISTANCE = re.compile(
    r"(?:how (?:many days|long)|days)(?: (?:is it|are there|are left|left|until|to|till|before|has it been|is left))*? "
    r"(?P<word>until|till|to|before|since) (?P<day>.+)"
    r"|(?:wie (?:viele tage|lange))(?: (?:sind|ist) es)?(?: noch)? (?P<wort>bis|seit) (?P<tag>.+)"
)
_AHEAD = re.compile(
    r"(?:what|which) (?:day|date|weekday) (?:is it|will it be|is|was it)(?: in)? (?P<number>\d{1,5}) "
    r"(?P<unit>days?|weeks?)(?P<from>| from (?:now|today)| ago)"
    r"|welche[rs]? (?:tag|datum) ist in (?P<zahl>\d{1,5}) (?P<einheit>tage?n?|wochen?)"
)


def days(text: str, now: datetime) -> str | None:
    """The time, the date, the weekday of a date, or how far away it is; None where none of it is asked."""
    words = plain(text)
    if words is None:
        return None
    german = speaks_german(words)
    if found := _TIME.fullmatch(words):
        return _time(now.astimezone(UTC) if found["utc"] else now, german=german)
    if found := _YEAR.fullmatch(words):
        return _part(found["what"], now.date(), german=german)
    try:
        return _day(words, now.date(), german=german)
    except NoSuchDay:
        return "Diesen Tag gibt es im Kalender nicht." if german else "There is no such day in the calendar."
    except OverflowError:
        return "So weit reicht mein Kalender nicht." if german else "My calendar does not reach that far."


def _time(now: datetime, *, german: bool) -> str:
    zone = f" ({now.tzname()})" if now.tzname() else ""
    return f"Es ist {now:%H:%M} Uhr{zone}." if german else f"It is {now:%H:%M}{zone}."


def _part(what: str, today: date, *, german: bool) -> str:
    if what in ("year", "jahr"):
        return f"Wir haben das Jahr {today.year}." if german else f"It is {today.year}."
    if what in ("month", "monat"):
        month = f"{MONTHS[german][today.month - 1]} {today.year}"
        return f"Wir haben {month}." if german else f"It is {month}."
    week = today.isocalendar().week
    return f"Wir haben Kalenderwoche {week}." if german else f"It is week {week} of the year."


def _day(words: str, today: date, *, german: bool) -> str | None:
    if found := _DATE.fullmatch(words):
        return _which((found["near"] or "today").strip(), today, german=german)
    if found := _AHEAD.fullmatch(words):
        return _sentence(_ahead(found, today), german=german)
    if found := _DISTANCE.fullmatch(words):
        past = (found["word"] or found["wort"]) in ("since", "seit")
        day = read_date(found["day"] or found["tag"], today, past=past)
        return None if day is None else _distance(day, today, german=german)
    if found := _WEEKDAY_OF.fullmatch(words):
        day = read_date(found["day"] or found["tag"] or found["feast"], today)
        return None if day is None else _sentence(day, german=german)
    return None


def _ahead(found: re.Match[str], today: date) -> date:
    weeks = (found["unit"] or found["einheit"]).startswith("w")
    count = int(found["number"] or found["zahl"]) * (7 if weeks else 1)
    return today + timedelta(days=-count if found["from"] == " ago" else count)


def _which(near: str, today: date, *, german: bool) -> str:
    day = read_date(near, today)
    assert day is not None, "the pattern knows the near days only"
    english, deutsch = {
        -1: ("Yesterday was", "Gestern war"), 0: ("Today is", "Heute ist"),
        1: ("Tomorrow is", "Morgen ist"), 2: ("That is", "Übermorgen ist"),
    }[(day - today).days]  # fmt: skip
    return f"{deutsch if german else english} {write_date(day, german=german)}."


def _sentence(day: date, *, german: bool) -> str:
    weekday = WEEKDAYS[german][day.weekday()]
    dated = write_date(day, german=german).removeprefix(f"{weekday}, ")
    return f"Der {dated} ist ein {weekday}." if german else f"{dated} is a {weekday}."


def _distance(day: date, today: date, *, german: bool) -> str:
    apart = (day - today).days
    written = write_date(day, german=german)
    count = f"{abs(apart):,}".replace(",", "." if german else ",")
    if apart == 0:
        return f"{written}: Das ist heute." if german else f"{written}: that is today."
    if german:
        tage = "Tag" if abs(apart) == 1 else "Tage"
        return f"Noch {count} {tage} bis {written}." if apart > 0 else f"{count} {tage} seit {written}."
    word = "day" if abs(apart) == 1 else "days"
    return f"{count} {word} until {written}." if apart > 0 else f"{count} {word} since {written}."
