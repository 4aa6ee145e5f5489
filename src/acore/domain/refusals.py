"""Tells an answer from words that say that there is none."""

import re

_CITED = re.compile(r"\[\d{1,3}\]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?:(?<=[.!?…])\s+|(?<=[。！？]))(?!\s*\[\d)|\n")

_SOURCES = r"(?:documents?|passages?|sources?|texts?|context|material|excerpts?|information (?:I have|given|provided))"
_GERMAN_SOURCES = r"(?:Dokument|Unterlage|Passage|Quelle|Text|Auszüge?|Auszug|Abschnitt)\w*"
_GERMAN_TELLS = r"(?:steh|sag|nenn|erwähn|enth[aä]lt|beantwort|geben|gibt|verrät|verraten)\w*"
_NOT = r"(?:do(?:es)? not|don['’]t|doesn['’]t|did not|didn['’]t)"
_NOT_ABLE = rf"(?:{_NOT}|can(?:not| not|['’]t)|could(?: not|n['’]t))"
_TELLS = r"(?:say|mention|contain|state|tell|include|specif|provide|give|answer|hold|cover|list|name|describe|explain)"

OF_THE_SPEAKER = re.compile(
    "|".join(
        (
            rf"\bI (?:{_NOT_ABLE}) (?:really |actually )?(?:know|find|see|say|tell|answer|determine|have)\b",
            r"\bI(?: have|['’]ve)? (?:found|find|see|have|know of) nothing\b",
            r"\bI(?: have|['’]ve)? (?:found|find|see|have|know of) no (?:answer|information|passage|document)",
            r"\bI(?: am|['’]m) (?:not sure|unable to|not able to)\b",
            r"\bI have no (?:idea|way)\b",
            r"\bich\b[^.!?\n]{0,80}\b(?:nichts|keine (?:Angabe|Antwort|Information|Ahnung))",
            r"\b(?:ich (?:weiß|finde|kenne)|(?:weiß|finde|kenne) ich)\b[^.!?\n]{0,60}\b(?:nicht|nichts|keine?)\b",
            r"\bmir\b[^.!?\n]{0,60}\bnichts? bekannt\b",
            r"\bje ne (?:sais|trouve|peux)\b",
            r"\bno (?:lo )?(?:sé|encuentro)\b",
            "(?:見つかり|見つけられ|分かり|わかり|知り|存じ|お答えでき|確認でき)ません",
        )
    ),
    re.IGNORECASE,
)
"""Said by whoever answers; the same words within a quotation are the author's."""

OF_THE_SOURCES = re.compile(
    "|".join(
        (
            rf"\b{_SOURCES}\b[^.!?\n]{{0,60}}\b{_NOT} [^.!?\n]{{0,30}}{_TELLS}",
            rf"\b(?:none of (?:the|my|these|your)|no) {_SOURCES}\b[^.!?\n]{{0,40}}\b{_TELLS}",
            r"\bthere is no (?:information|mention|answer)\b",
            rf"\bthere is nothing about\b[^.!?\n]{{0,80}}\bin (?:the|my|these|your) {_SOURCES}",
            rf"\b(?:not|nowhere|n['’]t) (?:given|found|covered|in) [^.!?\n]{{0,30}}{_SOURCES}",
            r"\b(?:is|are|was|were) (?:not|nowhere) (?:mentioned|stated|specified|known|said)\b",
            rf"\b{_GERMAN_SOURCES}\b[^.!?\n]{{0,60}}\b{_GERMAN_TELLS}[^.!?\n]{{0,40}}\b(?:nichts?|keine[nr]?)\b",
            r"\bgeht\b[^.!?\n]{0,60}\bnicht hervor\b",
            r"\bnicht (?:erwähnt|angegeben|genannt|bekannt|gesagt)\b",
            "(?:書かれて|記載されて|記されて|載って|述べられて|触れられて|含まれて)(?:い|は(?:い)?)(?:ません|ない)",
            "(?:記載|情報|記述|言及|答え)(?:は|が)(?:ありません|ない|見つかりません)",
            "不明です",
        )
    ),
    re.IGNORECASE,
)
"""Said of the passages, and so with a citation or without one."""


def is_refusal(answer: str) -> bool:
    """Whether the answer says that it is not known, in English, German or Japanese (a few words of others).

    It is read for its words alone. What is quoted and cited counts only where it speaks of the sources themselves.
    Nothing at all is no answer, and so a refusal.
    """
    text = answer.strip()
    if not text or OF_THE_SOURCES.search(text):
        return True
    first = _SENTENCE.split(text, maxsplit=1)[0]
    own = [first, *_PARAGRAPH.split(text)]
    return any(OF_THE_SPEAKER.search(part) and not _CITED.search(part) for part in own)
