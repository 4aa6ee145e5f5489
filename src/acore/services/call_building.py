"""Makes the conversations of calls from the parts of the house. Importing it loads the libraries of the voice."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from acore.domain.call_attention import FOLLOWUP_S, Meant
from acore.domain.consent import Terms
from acore.domain.voice_events import Speaker
from acore.interfaces import Call, Clock, MetricsSink
from acore.services.call_conversation import CallConversation
from acore.services.call_options import CallOptions, When, speculation
from acore.services.call_owner import CallOwner
from acore.services.call_writing import Writing
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_live import Amending
from acore.services.voice_session import VoiceOptions, VoiceSession


@dataclass(frozen=True, slots=True)
class TalkOptions:
    """What the settings say of conversations in calls."""

    answers: Meant = "when meant"
    followup_s: float = FOLLOWUP_S
    ahead: When = "local"
    """Whether something is made for a speaker who may go on."""


class CallConversations:
    """Makes a conversation a call; `names` are those that the bot is called by on a server."""

    def __init__(  # noqa: PLR0913  a conversation is the sum of what it needs
        self,
        *,
        engines: VoiceEngines,
        session: Callable[..., VoiceSession],
        voice: VoiceOptions,
        memory: Amending,
        writing: Writing,
        names: Callable[[str], tuple[str, ...]],
        terms: Callable[[], Terms],
        clock: Clock,
        metrics: MetricsSink,
        options: TalkOptions,
    ) -> None:
        self._engines = engines
        self._session = session
        self._voice = voice
        self._memory = memory
        self._writing = writing
        self._names = names
        self._terms = terms
        self._clock = clock
        self._metrics = metrics
        self._options = options

    def __call__(self, call: Call, owner: CallOwner) -> CallConversation:
        """The conversation of this call, which speaks in the manner of its owner."""

        def session(*, speaker: Speaker) -> VoiceSession:
            usual = self._voice.manner
            manner = replace(usual, voice=owner.manner.voice or usual.voice)
            return self._session(speaker=speaker, options=replace(self._voice, manner=manner, words=owner.words))

        return CallConversation(
            call=call,
            engines=self._engines,
            sessions=session,
            memory=self._memory,
            commanded=owner,
            writing=self._writing,
            clock=self._clock,
            metrics=self._metrics,
            options=self._call_options(call.place.guild),
            words=owner.words,
        )

    def _call_options(self, guild: str) -> CallOptions:
        terms, given, usual = self._terms(), self._options, CallOptions()
        return replace(
            usual,
            names=self._names(guild) or usual.names,
            answers=given.answers,
            followup_s=given.followup_s,
            speculation=speculation(
                given.ahead,
                local_stt=all(one.host == "" for one in terms.sound_to),
                local_reply=all(one.host == "" for one in (*terms.words_to, *terms.answers_to)),
            ),
        )
