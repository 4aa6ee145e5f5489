"""Who the bot is, and what it can do."""

import re

from acore.domain.skills.wording import plain, speaks_german

_BEFORE = r"(?:(?:so|and|ok|hey|please|bitte|also|und|na|tell me|sag mal)[ ,]+)*"
_AFTER = r"(?: (?:then|exactly|really|actually|please|bitte|eigentlich|denn|genau|acore|bot|again))*"
_A_THING = (
    r"(?:bot|ai|an ai|robot|human|person|real(?: person| human)?|machine|alive|chatgpt|gpt|claude|llm|language model)"
)
_WHO = re.compile(
    rf"{_BEFORE}(?:who (?:are|r) (?:you|u)|what are you|what(?:'s| is) your name|do you have a name"
    rf"|introduce yourself|are you (?:a |an |just a )?{_A_THING}|who am i talking to|what (?:model|engine) are you"
    r"|wer bist du|was bist du|wie hei(?:ß|ss)t du|stell dich (?:mal )?vor|wie ist dein name"
    rf"|bist du (?:ein |eine )?(?:bot|mensch|ki|maschine|roboter|sprachmodell)){_AFTER}"
)
_WHAT = re.compile(
    rf"{_BEFORE}(?:help|help me|hilfe|hilf mir|can you help(?: me)?|i need help|kannst du mir helfen|ich brauche hilfe"
    r"|what (?:all |else )?(?:can|do) you do(?: for me)?|what can i (?:ask|do)(?: you| here)?"
    r"|how can you help(?: me| us)?|how do you work|what are you (?:able to do|good at|capable of)"
    r"|what are your (?:skills|abilities|features|capabilities)|what (?:questions )?can you answer"
    r"|how (?:do|can) i use you|was kannst du(?: so| alles| noch)*(?: für mich)?(?: tun)?"
    r"|wie kannst du (?:mir|uns) helfen|wobei kannst du (?:mir )?helfen|was kann ich dich (?:alles )?fragen"
    rf"|wie funktionierst du){_AFTER}"
)

_IDENTITY = (
    "I am acore, a bot that lives on your Discord server. Just now I run in offline mode: I am no language model, "
    "I find the lines of your documents that answer you and quote them with their source. "
    "“How do I use a real model?” tells how that changes."
)
_IDENTITY_GERMAN = (
    "Ich bin acore, ein Bot auf deinem Discord-Server. Gerade laufe ich im Offline-Modus: Ich bin kein Sprachmodell, "
    "sondern finde die Stellen deiner Dokumente, die dir antworten, und zitiere sie mit ihrer Quelle. "
    "„How do I use a real model?“ erklärt, wie sich das ändert."
)
_ABILITIES = """\
- **Answer from your documents**, word for word and with the source. Drop a file on the page of the playground, or use \
`acore index PATH`, and ask about it.
- **Tell about acore**: try “How do I add a Discord token?” or “How do I use a real model?”
- **Small things**: sums (`15% of 80`), units (`10 miles in km`), the time and dates (`how many days until \
Christmas`), dice (`roll 2d6`)."""
_ABILITIES_GERMAN = """\
- **Aus deinen Dokumenten antworten**, wörtlich und mit Quelle. Zieh eine Datei auf die Seite der Spielwiese, oder \
nimm `acore index PFAD`, und frag danach.
- **Von acore erzählen**, auf Englisch: „How do I add a Discord token?“ oder „How do I use a real model?“
- **Kleinigkeiten**: Rechnen (`15% von 80`), Einheiten (`10 Meilen in km`), Uhrzeit und Tage (`wie viele Tage bis \
Weihnachten`), Würfel (`würfle 2d6`)."""

_ABILITIES_ALOUD = (
    "You can give me your documents, and ask me questions about them. I will tell you what they say, and where I found "
    "it. You can also ask me for the time or the date, or how many days there are until Christmas. I can do small "
    "sums, and I can roll the dice."
)
_ABILITIES_ALOUD_GERMAN = (
    "Du kannst mir deine Dokumente geben und mich danach fragen. Ich sage dir, was darin steht, und wo ich es gefunden "
    "habe. Du kannst mich auch nach der Uhrzeit oder dem Datum fragen, oder wie viele Tage es bis Weihnachten sind. "
    "Ich kann ein wenig rechnen, und ich kann würfeln."
)


def identity(text: str) -> str | None:
    """Who the bot is, where that is the whole question; it says that it is the offline mode."""
    words = plain(text)
    if not words or not _WHO.fullmatch(words):
        return None
    return _IDENTITY_GERMAN if speaks_german(words) else _IDENTITY


def abilities(text: str, *, aloud: bool = False) -> str | None:
    """What the bot can do, where that is the whole question; `aloud` to be heard rather than read."""
    words = plain(text)
    if not words or not _WHAT.fullmatch(words):
        return None
    if aloud:
        return _ABILITIES_ALOUD_GERMAN if speaks_german(words) else _ABILITIES_ALOUD
    return _ABILITIES_GERMAN if speaks_german(words) else _ABILITIES
