"""Greetings, thanks, and who the bot is."""

import re

from acore.domain.terms import is_german

_GREETING = (
    r"(?:hi|hii+|hello|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|greetings|hallo|moin|servus|grüezi"
    r"|guten (?:morgen|tag|abend))(?: (?:there|again|acore|bot|everyone|all|zusammen))*"
)
_THANKS = r"(?:many thanks|thanks(?: a lot| so much)?|thank you(?: very much| so much)?|thx|ty|cheers|danke(?: (?:schön|dir|sehr))?|vielen dank)"
_GREETING_ALONE = re.compile(
    rf"{_GREETING}(?:,? how are you(?: doing)?(?: today)?|,? wie geht'?s(?: dir)?)?", re.IGNORECASE
)
_POLITE = re.compile(rf"(?:{_GREETING}|{_THANKS})\s*(?:[,.!;:–-]|\band\b|\bund\b)+\s*(?=\S{{2}})", re.IGNORECASE)
_HOW_ARE_YOU = re.compile(
    r"how are you(?: doing)?(?: today)?|how's it going|wie geht(?:'s| es)(?: dir)?", re.IGNORECASE
)
_THANKS_ALONE = re.compile(rf"(?:ok(?:ay)?,? )?{_THANKS}(?: (?:acore|bot))?", re.IGNORECASE)
_BYE = re.compile(
    r"(?:good ?)?bye|see you(?: later)?|good night|tschüss|ciao|bis (?:bald|dann|später)|gute nacht", re.IGNORECASE
)
_WHO = re.compile(
    r"who are you|what are you|what is your name|what's your name|are you (?:a |an )?(?:bot|ai|human|robot|person|real)"
    r"|introduce yourself|wer bist du|was bist du|wie heißt du|bist du (?:ein )?(?:bot|mensch|ki)|stell dich vor",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"(?:help|help me|hilfe|commands)|what (?:else )?can you do(?: for me)?|what do you do|how can you help(?: me)?|how do you work"
    r"|was kannst du(?: alles| für mich tun| tun)?|wie funktionierst du|what can i ask(?: you)?|was kann ich (?:dich )?fragen",
    re.IGNORECASE,
)

ABILITIES = (
    "I answer questions from the documents I was given, word for word and with the source. Drop a file on the page, "
    "or use `acore index PATH`, and ask about it. I also know acore itself: try “How do I use a real model?” "
    "Beside that I can do sums (`15% of 80`), convert units (`10 miles in km`), tell the time and the date, "
    "and roll dice (`roll 2d6`)."
)
_ABILITIES_DE = (
    "Ich beantworte Fragen aus den Dokumenten, die ich bekommen habe, wörtlich und mit Quelle. Zieh eine Datei auf die "
    "Seite, oder nimm `acore index PFAD`, und frag danach. Außerdem rechne ich (`15% von 80`), wandle Einheiten um "
    "(`10 Meilen in km`), sage Uhrzeit und Datum, und würfle (`würfle 2d6`)."
)
_IDENTITY = (
    "I am acore, a bot that lives in your Discord server. Just now I run in my offline mode: I am no language model, "
    "I find and quote the passages of your documents that answer you."
)
_IDENTITY_DE = (
    "Ich bin acore, ein Bot auf deinem Discord-Server. Gerade laufe ich im Offline-Modus: Ich bin kein Sprachmodell, "
    "sondern finde und zitiere die Stellen deiner Dokumente, die dir antworten."
)


def smalltalk(text: str) -> str | None:
    """A few friendly words to a greeting, to thanks, or to a question about the bot; None for all else."""
    asked = text.strip().strip("?!.,;: ")
    german = _speaks_german(asked)
    for pattern, english, deutsch in (
        (_THANKS_ALONE, "You are welcome!", "Gern geschehen!"),
        (_BYE, "See you!", "Bis bald!"),
        (_HOW_ARE_YOU, "All parts are running, thank you. What would you like to know?", "Alles läuft, danke. Was möchtest du wissen?"),
        (_GREETING_ALONE, "Hello! Ask me something, or say “what can you do?”", "Hallo! Frag mich etwas, oder sag „Was kannst du?“"),
        (_WHO, _IDENTITY, _IDENTITY_DE),
        (_WHAT, ABILITIES, _ABILITIES_DE),
    ):  # fmt: skip
        if pattern.fullmatch(asked):
            return deutsch if german else english
    return None


def without_politeness(text: str) -> str:
    """The question behind a greeting or thanks: ``Hi, how do I …`` is ``how do I …``."""
    return _POLITE.sub("", text, count=1) if _POLITE.match(text) else text


def _speaks_german(text: str) -> bool:
    return is_german(text) or bool(
        re.search(
            r"hallo|moin|servus|guten|danke|dank|tschüss|nacht|hilfe|wer bist|was bist|wie heißt|wie geht|kannst du",
            text.lower(),
        )
    )
