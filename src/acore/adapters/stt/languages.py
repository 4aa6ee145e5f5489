"""The names that servers have for languages."""

import re

_NAMED = dict(
    pair.split(":")
    for pair in (
        "afrikaans:af arabic:ar armenian:hy azerbaijani:az basque:eu belarusian:be bengali:bn bosnian:bs bulgarian:bg "
        "catalan:ca chinese:zh croatian:hr czech:cs danish:da dutch:nl english:en estonian:et finnish:fi french:fr "
        "galician:gl georgian:ka german:de greek:el hebrew:he hindi:hi hungarian:hu icelandic:is indonesian:id "
        "italian:it japanese:ja kannada:kn kazakh:kk korean:ko latin:la latvian:lv lithuanian:lt macedonian:mk "
        "malay:ms marathi:mr nepali:ne norwegian:no persian:fa polish:pl portuguese:pt romanian:ro russian:ru "
        "serbian:sr slovak:sk slovenian:sl spanish:es swahili:sw swedish:sv tagalog:tl tamil:ta telugu:te thai:th "
        "turkish:tr ukrainian:uk urdu:ur vietnamese:vi welsh:cy"
    ).split()
)
_CODE = re.compile(r"[a-z]{2,3}")


def code_of(told: object) -> str | None:
    """The code of a language that a server names by it or by its English name; None where it is neither."""
    if not isinstance(told, str):
        return None
    name = told.strip().lower()
    if name in _NAMED:
        return _NAMED[name]
    code = name.partition("-")[0]
    return code if _CODE.fullmatch(code) else None
