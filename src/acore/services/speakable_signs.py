"""The signs within a line that are not said, or said in other words."""

import html
import re
import unicodedata
from datetime import UTC, datetime

_SCHEME = r"(?:https?|ftp)://"
_IN_ADDRESS = r"[!#-;=?-Z\\^-`a-z{}~\u00a1-\u02ff\u0370-\u052f]"
"""Of ASCII all but brackets, quotes, pipes and signs of order; letters with accents, Greek and Cyrillic ones."""
_ADDRESS = re.compile(rf"<?(?P<url>{_SCHEME}{_IN_ADDRESS}+|\bwww\.{_IN_ADDRESS}+)>?", re.IGNORECASE)
_LINK = re.compile(
    r"!?\[(?P<words>(?:[^\[\]\n]|\\\]|\[[^\[\]\n]*\])*)\]"
    rf"\(\s*<?(?P<url>(?:{_SCHEME}|mailto:|[#/.])(?:[^\s()<>]|\([^\s()]*\))*)>?(?:\s+\"[^\"\n]*\")?\s*\)",
    re.IGNORECASE,
)
_HOST = re.compile(r"^(?:\w+://)?(?:[^/?#@]*@)?(?:www\.)?(?P<host>[^/?#:]*)", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?'\")*_~`|]}"
_TAG = re.compile(
    r"</?(?:a|b|big|blockquote|center|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|s|small|"
    r"span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s+[\w-]+\s*=\s*(?:\"[^\"\n]*\"|'[^'\n]*'))*\s*/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>|<id:[a-z]+>|<a?:\w+:\d+>")
_COMMAND = re.compile(r"</([^<>:\n]{1,100}):\d+>")
_TIME = re.compile(r"<t:(-?\d{1,12})(?::([tTdDfFsSR]))?>")
_TIMES = {"t": "%H:%M", "T": "%H:%M:%S", "d": "%Y-%m-%d", "D": "%Y-%m-%d"}
_CITATION = re.compile(r"(?<=\S) ?(?:\[\d{1,2}\](?:, ?)?){1,16}(?=[\s.,;:!?…)]|\Z)(?<=[\]])")
_SMALL_PRINT = re.compile(r"^-# ", re.MULTILINE)
_LONG_QUOTE = re.compile(r"^>>> ?", re.MULTILINE)
_SPOILER = re.compile(r"\|\|")
_TIMES_SIGN = re.compile(r"(?:(?<=[\d)])|(?<=\b[A-Za-z]))(?P<gap> ?)\*(?P=gap)(?=[\d(]|[A-Za-z]\b)(?!\*)")
_STARRED_WORDS = re.compile(r"(?<![\w*\\])[0-9A-Za-z_]+(?:\*[0-9A-Za-z_]+)+(?![\w*])")
_POWER = re.compile(r"(?:(?<=[\d)])|(?<=\b[A-Za-z]))(?P<gap> ?)\*\*(?P=gap)(?=[\d(]|[A-Za-z]\b)(?!\*)")
_TICKS = re.compile(r"`+")
_EDGE_MARKS = re.compile(
    r"(?<![\w*])\*+(?=\S)(?![\s*])|(?<=\S)(?<!\*)\*+(?![\w*])|(?<!\S)\*{2,}(?!\S)"
    r"|(?<!\w)_+|(?<!_)_+(?!\w)|(?<![\w~])~{2,}|(?<!~)~{2,}(?![\w~])"
)
_PIPES = re.compile(r"[ \t]*\|+[ \t]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[^\S\n]+")
_STYLED = re.compile("[\U0001d400-\U0001d7ff]")
"""Letters and digits of mathematics, which people write in for their looks."""
_PICTURE = (
    "[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
    "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
)
_PICTURES = re.compile(rf"{_PICTURE}(?:\u200d?{_PICTURE})*|[\ufe0e\ufe0f\u20e3]+")
_MOST_NAMED = 5


def without_marks(text: str) -> str:
    """The text without what a markdown parser does not know: Discord's marks, addresses, tags, stars of arithmetic."""
    text = _LINK.sub(lambda link: link["words"].strip() or _host(link["url"]), _CONTROL.sub(" ", text))
    text = _ADDRESS.sub(_said_of_address, text)
    text = _COMMAND.sub(r"\1", _MENTION.sub("", _TIME.sub(_moment, text)))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = _SMALL_PRINT.sub("", _LONG_QUOTE.sub("", _CITATION.sub("", text)))
    text = _SPOILER.sub(_gap, text)
    text = _STYLED.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]), text)
    text = _TIMES_SIGN.sub(" × ", text)
    text = _POWER.sub("^", text)  # two stars would be taken for marks beside a bracket
    return _STARRED_WORDS.sub(lambda words: words[0].replace("*", r"\*"), text)


def without_pictures(line: str) -> str:
    """The line without emoji; a space stands for those between two words."""
    return _PICTURES.sub(_gap, line)


def without_signs(line: str) -> str:
    """The line without marks that belong to nothing, and with single spaces."""
    plain = _EDGE_MARKS.sub("", _TICKS.sub(_gap, _PIPES.sub(" ", _SPACES.sub(" ", line))))
    return "\n".join(filter(None, (_SPACES.sub(" ", part).strip() for part in plain.split("\n"))))


def named_pictures(text: str) -> str:
    """The English names of the first pictures in a text that has nothing else to say, each once."""
    signs = dict.fromkeys(sign for picture in _PICTURES.findall(text) for sign in picture if not _modifies(sign))
    names = [unicodedata.name(sign, "").lower() for sign in signs]
    return ", ".join([name for name in names if name and "regional indicator" not in name][:_MOST_NAMED])


def _modifies(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Me", "Cf", "Sk")


def _gap(marks: re.Match[str]) -> str:
    """What stands in the place of marks: a space, where else two words would meet in a script that parts them."""
    before, after = marks.string[: marks.start()][-1:], marks.string[marks.end() :][:1]
    return " " if _is_spaced(before) and _is_spaced(after) else ""


def _is_spaced(sign: str) -> bool:
    return sign.isalnum() and sign < "\u2e80"


def _said_of_address(found: re.Match[str]) -> str:
    """The host, and the signs at the end that belong to the sentence around it."""
    url = found["url"]
    while url and url[-1] in _AFTER_ADDRESS and not (url[-1] == ")" and url.count("(") >= url.count(")")):
        url = url[:-1]
    return _host(url) + found["url"][len(url) :]


def _host(url: str) -> str:
    host = _HOST.match(url)
    return host["host"] if host else ""


def _moment(found: re.Match[str]) -> str:
    try:
        moment = datetime.fromtimestamp(int(found[1]), UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return f"{moment:{_TIMES.get(found[2], '%Y-%m-%d %H:%M')}}"
