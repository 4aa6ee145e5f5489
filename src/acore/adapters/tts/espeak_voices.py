"""Finds espeak's voices by the names that people use. Importing it loads the library."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from acore.adapters.tts.espeak_library import Listed, Manner
from acore.adapters.tts.names import unknown_voice
from acore.domain.speech import Voice

_GAP = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A voice and what the library finds it by."""

    voice: Voice
    identifier: str


class EspeakVoices:
    """All voices under their names: that of a language, with a variant behind a plus sign, such as ``en-us+f3``.

    A voice is found by its language, by what people call it, and by the library's own identifier as well.
    `default` speaks where none is named; raises NotFound where it is not there.
    """

    def __init__(self, voices: Sequence[Listed], variants: Sequence[Listed], default: str) -> None:
        self._found: dict[str, _Found] = {}
        self._names: dict[str, str] = {}
        self._variants = {_key(_tail(variant)): variant for variant in variants}
        for listed in voices:
            self._add(listed)
        self._default = self._find(default)
        plain = self._find(_key(default).partition("+")[0])
        alike = [found for found in self._found.values() if _base(found) == _base(plain)]
        there_are = (plain, *self._varied(plain), *alike, *self._found.values())
        self.all = tuple(dict.fromkeys(found.voice for found in there_are))
        """Those of the default's language first."""

    def manner(self, name: str | None, words_a_minute: int, pitch: int) -> Manner:
        """How that voice says something; raises NotFound with the names that are near."""
        found = self._default if name is None else self._find(name)
        return Manner(found.identifier, words_a_minute, pitch)

    def _add(self, listed: Listed) -> None:
        name = _key(listed.languages[0])
        if name in self._found:
            name = _key(_tail(listed))
        told = ", ".join(filter(None, (listed.name, listed.gender)))
        self._found[name] = _Found(Voice(name, listed.languages[0], told), listed.identifier)
        for other in (_tail(listed), listed.name, listed.identifier, *listed.languages):
            self._names.setdefault(_key(other), name)

    def _find(self, name: str) -> _Found:
        base, plus, variant = _key(name).partition("+")
        found = self._found.get(base) or self._found.get(self._names.get(base, ""))
        if found is None or (plus and variant not in self._variants):
            raise unknown_voice(name, self._known(found))
        return self._vary(found, variant) if plus else found

    def _vary(self, found: _Found, variant: str) -> _Found:
        listed, voice = self._variants[variant], found.voice
        told = ", ".join(filter(None, (f"{voice.description.partition(', ')[0]}, {listed.name}", listed.gender)))
        return _Found(Voice(f"{voice.name}+{variant}", voice.language, told), f"{found.identifier}+{_tail(listed)}")

    def _varied(self, found: _Found) -> Iterator[_Found]:
        for variant in sorted(self._variants):
            yield self._vary(found, variant)

    def _known(self, found: _Found | None) -> list[str]:
        if found is None:
            return [*self._found, *self._names]
        return [f"{found.voice.name}+{variant}" for variant in self._variants]


def _key(name: str) -> str:
    return _GAP.sub("-", name.strip().lower())


def _tail(listed: Listed) -> str:
    return listed.identifier.rpartition("/")[2]


def _base(found: _Found) -> str:
    return (found.voice.language or "").partition("-")[0]
