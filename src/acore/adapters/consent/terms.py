"""What members agree to, as the settings and the model in use have it."""

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from acore.adapters import engines
from acore.domain.consent import Station, Terms
from acore.interfaces import EngineSettings

Tables = Mapping[str, EngineSettings]


class HouseTerms:
    """The terms of now: the model may be changed while acore serves, and what listens and speaks may not."""

    def __init__(  # noqa: PLR0913  the terms are the sum of all who get something
        self,
        *,
        listening: Tables,
        speaking: Tables,
        converting: EngineSettings | None,
        answering: Callable[[], Iterable[Station]],
        finding: Mapping[str, EngineSettings | None],
        watch: Callable[[Callable[[], None]], None],
    ) -> None:
        self.watch = watch
        """Has somebody called whenever they may have changed."""
        self._sound_to = _unique(station("stt", one) for one in listening.values())
        mouths = [station("tts", one) for one in speaking.values()]
        self._answers_to = _unique([*mouths, *([station("rvc", converting)] if converting is not None else [])])
        searchers = [station(slot, one) for slot, one in finding.items() if one is not None]
        self._finding = [one for one in searchers if one.host != ""]
        self._answering = answering

    def __call__(self) -> Terms:
        """What holds now."""
        return Terms(self._sound_to, _unique([*self._answering(), *self._finding]), self._answers_to)


def station(slot: str, settings: EngineSettings) -> Station:
    """Where an engine works, as far as its table tells: one from outside that names no address may work anywhere."""
    address = getattr(settings, "base_url", None)
    if isinstance(address, str):
        return Station(settings.engine, _host(address))
    is_ours = settings.engine in engines.BUILT_IN.get(slot, {}) and slot != "web_search"
    return Station(settings.engine, "" if is_ours else None)


def _host(address: str) -> str:
    """The name of the machine; empty for this one."""
    host = urlsplit(address).hostname or ""
    try:
        return "" if ipaddress.ip_address(host).is_loopback else host
    except ValueError:
        return "" if host == "localhost" else host


def _unique(stations: Iterable[Station]) -> tuple[Station, ...]:
    return tuple(dict.fromkeys(stations))
