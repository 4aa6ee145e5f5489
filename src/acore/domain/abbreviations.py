"""Tells the full stop at the end of a sentence from the one of an abbreviation, a number or an initial."""

import re

_NEVER_LAST = frozenset(
    # English
    "mr mrs ms mx dr prof rev hon gen col lt sgt capt cmdr adm gov sen rep pres st mt ft vs eg ie viz cf al "
    "dept univ resp incl excl "
    # German
    "hr fr hrn herrn bzw ggf evtl inkl exkl zzgl abzgl vgl bspw sog geb gest verh allg ehem eigtl einschl "
    "dipl ing phil hrsg mio mrd tsd übers".split()
)
"""Something follows that belongs to it."""
_BEFORE_NUMBERS = frozenset(
    "no nos nr fig figs eq sec ch vol p pp pg pt art abs bd str tel kap abb tab max min mind approx est ca zit "
    "jan feb mar apr jun jul aug sep sept oct nov dec okt dez".split()
)
"""A number follows that belongs to it."""
_MAY_BE_LAST = frozenset(
    "etc usw inc ltd corp co jr sr bros plc esq uvm usf dgl pm am ad bc bce ce ave blvd rd a.m p.m".split()
)
"""A small letter after it goes on with the sentence."""
_ORDINAL_BEFORE = frozenset(
    "am vom zum beim im ab bis seit der die das dem den des ein eine einen einer eines im jeder jede jedes "
    "dieser diese dieses nach vor".split()
)
"""After these words a number with a full stop is an ordinal, as in `der 3. Platz`."""
_MONTHS = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "jan feb apr jun jul aug sep sept okt nov dez".split()
)
"""Before these likewise."""
_LAST_WORD = re.compile(r"(?:(?P<before>\w+)[^\S\n]+)?[^\s\w]*(?P<word>[^\W_]+(?:\.[^\W_]+)*)\Z")
_LINE_START = re.compile(r"^[ \t#>*+_|-]*", re.MULTILINE)
_LETTERS = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")
"""As in `e.g` and `z.B`, and not in `a.txt`."""
_DIGITS = re.compile(r"\d+(?:\.\d+)+")
"""As in `1.50` and `24.12`."""
_STREET = "str"
"""How the names of German streets end before their numbers, as in `Karlstr. 5`."""
_LOOKED_AT = 80
_ORDINAL_DIGITS = 2


def ends_a_sentence(before: str, follows: str) -> bool:
    """Whether a full stop ends the sentence, by what stands before it and the word or character that comes after it."""
    beginning = before[-_LOOKED_AT:]
    if (found := _LAST_WORD.search(beginning)) is None:
        return not follows[:1].islower()
    word, previous = found["word"].lower(), (found["before"] or "").lower()
    if word.isdigit():
        begins_line = any(found.start("word") == start.end() for start in _LINE_START.finditer(beginning))
        return not begins_line and _number_ends(word, previous, follows)
    if _DIGITS.fullmatch(word):
        return not follows[:1].islower() and not follows[:1].isdigit()
    if word in _MAY_BE_LAST:
        return not follows[:1].islower()
    if len(word) == 1 and word.lower() != word.upper():
        return found["word"] == "I" and previous not in ("", "the", "of")
    if word in _BEFORE_NUMBERS or word.endswith(_STREET):
        return not follows[:1].isdigit()
    return word not in _NEVER_LAST and not _LETTERS.fullmatch(word)


def _number_ends(word: str, previous: str, follows: str) -> bool:
    if follows[:1].islower() or follows[:1].isdigit() or follows.lower() in _MONTHS:
        return False
    return len(word) > _ORDINAL_DIGITS or previous not in _ORDINAL_BEFORE
