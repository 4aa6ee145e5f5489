"""What search compares: the words of a text, folded and stemmed, in any script.

The store, the retriever and the doubles all use this one reading, so that "shares a word" means the
same everywhere. Scripts that put no spaces between words are read as overlapping pairs of characters:
a dictionary cuts the same word differently in different sentences, pairs do not.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from acore.domain.stems import stem

VERSION: Final = 1
"""Part of every fingerprint: raise it when a change here makes stored terms wrong."""

_LONGEST_TERM = 64
_MOST_IN_A_QUESTION = 256

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_HANGUL = "\u1100-\u11ff\uac00-\ud7af"
_SOUTHEAST = "\u0e01-\u0eff\u1000-\u104f\u1780-\u17d3"
_INDIC = "\u0900-\u0963\u0966-\u0dff"
_SCRIPTS = re.compile(
    f"(?P<han>[{_HAN}]+)|(?P<hiragana>[\u3041-\u309f]+)|(?P<katakana>[\u30a1-\u30ff]+)|(?P<hangul>[{_HANGUL}]+)"
    f"|(?P<southeast>[{_SOUTHEAST}]+)|(?P<word>(?:[^\\W_{_HAN}{_KANA}{_HANGUL}{_SOUTHEAST}]|[{_INDIC}])+)"
)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
_OTHER_SCRIPTS = "\u0900"
"""From here on are scripts that are not cut at spaces, or write vowels as marks: below, a word is a run of letters."""
_BETWEEN_PUNCTUATION = re.compile(r"[^\s!-/:-@\[-`{-~«»\u2010-\u203e¿¡、。，！？「」（）：；]+")
_CLITIC = re.compile(r"\bwon['\u2019]t\b|(?<=[^\W_])['\u2019](?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE)
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufeff]")
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})

_FUNCTION_KANA = re.compile(
    "なければなりま|なければ|いくつ|どなた|ください|でしょう|ありますか|ですか|ますか|でした|ました|ません|どうやって"
    "|どうすれば|どうしたら|(?:どの|どれ)(?:くらい|ぐらい|ほど)|どのように|どんな|どちら|です|ます|する|した|して|いる|ある|この|その|あの|これ|それ|あれ|どこ|なに|なん|いつ|だれ|どう|なぜ|どれ|いくら|こと|もの|ため|から|まで|より|には|では"
    "|とは|って|[はがをにへとでのもかやねよな]"
)
_FUNCTION_HAN = re.compile("请问|什么|怎么|为什么|如何|哪里|哪个|谁|多少|请|的|了|吗|呢|吧|是|我|你|何|誰")
_FUNCTION_HANGUL = re.compile(
    "^(?:어떻게|무엇|어디|언제|누가|누구|왜)|(?<=..)(?:에서|으로|까지|부터|은|는|이|가|을|를|의|에|로|와|과|도)$"
)

_ENGLISH = frozenset(
    """
    a about an and any are aren as at be because been being between both but by can cannot could couldn did didn
    do does doesn doing don each else every few for from had has hasn have haven having he her here hers him his
    how i if in into is isn it its itself just let many may me might more most much must my myself no nor not of
    off on once only or other ought our ours out over own per please quite rather same shall she should shouldn
    so some such than that the their theirs them then there these they this those through to too under until up
    upon us very via was wasn we were weren what whatever when where whether which while who whom whose why will
    with within without would wouldn yes yet you your yours yourself whats wheres whos hows dont cant
    """.split()
)
_GERMAN = frozenset(
    """
    aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist bitte da
    dabei dadurch dafur damit danach dann daran darauf darf darin das dass dazu dein deine deinem deinen deiner
    dem den denn der deren des deshalb dessen dich die dies diese diesem diesen dieser dieses dir doch dort du
    durch ein eine einem einen einer eines er es etwas euch euer eure fur gegen hab habe haben habt hat hatte
    hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden
    jeder jedes jene kann kannst kein keine keinem keinen keiner konnen konnte konnten machen macht man manche
    mein meine meinem meinen meiner mich mir mit muss mussen musst nach neben nein nicht nichts noch nun nur ob
    oder ohne sehr sei sein seine seinem seinen seiner seit sich sie sind so sobald solche soll sollen sollte
    sondern sonst soviel um und uns unser unsere unter vom von vor wahrend wann war waren warum was weder weil
    welche welchem welchen welcher welches wem wen wenn wer werde werden weshalb wessen wie wieder wieso wieviel
    will wir wird wirst wo wodurch wofur wogegen woher wohin womit woran worauf woraus woruber worum worin wovon wozu
    wurde wurden zu zum zur zwar zwischen furs ans ums ubers jemand jemanden jemandem eins
    """.split()
)
CONTENT_IN_ENGLISH: Final = frozenset({"die", "war", "hat", "bin", "man", "bald", "wen", "hinter"})
"""German's little words that are nouns in English: they count as little only in a German question."""
_LITTLE = {True: _ENGLISH | _GERMAN, False: _ENGLISH | (_GERMAN - CONTENT_IN_ENGLISH)}
"""The little words of a German question, and of any other."""
_ONLY_GERMAN, _ONLY_ENGLISH = _GERMAN - _ENGLISH, _ENGLISH - _GERMAN

_WEAK = frozenset(
    map(
        stem,
        """
        ask change come do done find get give given go going happen help know like look make mean need now put
        read say see show start take tell think thing things try turn use used using want way ways work works
        question answer information explain describe list possible able exactly really new good best brauche
        erklare erklaren findet finden funktioniert geben geht gehen gib gibt kommt machen nutzen sagen sag
        steht weiss weisst wissen wollen zeig zeige frage information genau gut neu
        """.split(),
    )
)
"""Words that a question about anything may hold."""

_WEAK_WEIGHT = 0.35
_PAIR_WEIGHT = 0.6
_NAME_WEIGHT = 1.4


def terms(text: str) -> list[str]:
    """Every term of a document's text, in order and with repeats; little words are kept."""
    if text.isascii():
        return [stem(word[:_LONGEST_TERM]) for word in _ASCII_WORD.findall(_CLITIC.sub("", text).lower())]
    folded = fold(text)
    if max(folded, default="") < _OTHER_SCRIPTS:
        return [stem(word[:_LONGEST_TERM]) for word in _WORD.findall(folded)]
    found: list[str] = []
    for match in _SCRIPTS.finditer(folded):
        run = match[0]
        if match.lastgroup == "word":
            found.append(stem(run[:_LONGEST_TERM]))
            continue
        if match.lastgroup == "han" or len(run) == 1:
            found.extend(run)
        found.extend(_pairs(run))
    return found


@lru_cache(maxsize=1024)
def _question(text: str) -> tuple[tuple[str, float], ...]:
    little = _LITTLE[is_german(text)]
    weights: dict[str, float] = {}
    for position, match in enumerate(_BETWEEN_PUNCTUATION.finditer(_CLITIC.sub("", text))):
        named = _is_name(match[0], first=position == 0)
        for term, weight in _asked(match[0], little, named=named):
            weights[term] = max(weight, weights.get(term, 0.0))
        if len(weights) >= _MOST_IN_A_QUESTION:
            break
    return tuple(weights.items())


def question(text: str) -> dict[str, float]:
    """The terms of a question that say what it is about, each with its weight: 1 is an ordinary word.

    Little words (the, wie, ですか) are left out, names and numbers weigh more, words that fit any
    question (find, explain) less. Empty where nothing is left; at most the first 256 terms.
    """
    return dict(_question(text))


def fold(text: str) -> str:
    """Case, accents, widths and invisible marks taken away: Straße is strasse, Ｃａｆé is cafe."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", folded)).translate(_UNDECOMPOSED)


def is_german(text: str) -> bool:
    """Whether a text's little words are German ones more than English ones."""
    begun = text[:4000]
    if begun.isascii():
        words = set(_BETWEEN_PUNCTUATION.findall(begun.lower()))
    else:  # word by word, since folding makes other punctuation of some
        words = {fold(word) for word in _BETWEEN_PUNCTUATION.findall(begun)}
    return len(words & _ONLY_GERMAN) > len(words & _ONLY_ENGLISH)


def _is_name(word: str, *, first: bool) -> bool:
    """A number, an abbreviation, or a word with a capital that is not there because a sentence begins."""
    return word.isdigit() or (len(word) > 1 and word[0].isupper() and (not first or word[1:] != word[1:].lower()))


def _asked(word: str, little: frozenset[str], *, named: bool) -> list[tuple[str, float]]:
    abbreviated = len(word) > 1 and word.isupper() and word.isascii()
    asked: list[tuple[str, float]] = []
    for match in _SCRIPTS.finditer(fold(word)):
        run = match[0]
        if match.lastgroup != "word":
            asked.extend((term, _PAIR_WEIGHT) for term in _asked_pairs(run, str(match.lastgroup)))
        elif abbreviated or run not in little:
            term = stem(run[:_LONGEST_TERM])
            asked.append((term, _WEAK_WEIGHT if term in _WEAK else _NAME_WEIGHT if named else 1.0))
    return asked


def _asked_pairs(run: str, script: str) -> list[str]:
    if script == "hiragana":
        return [pair for piece in _FUNCTION_KANA.split(run) for pair in _pairs(piece)]
    if script == "han":
        return [pair for piece in _FUNCTION_HAN.split(run) if piece for pair in _pairs(piece) or [piece]]
    if script == "hangul":
        run = _FUNCTION_HANGUL.sub("", run)
    return _pairs(run) or ([run] if run else [])


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
