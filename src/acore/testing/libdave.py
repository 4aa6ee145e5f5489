"""The end-to-end encryption of calls by Discord's own library, libdave, for people of the loopback Discord.

Needs the package `dave.py`; `LibdaveEndpoint` goes where `acore.simulator.voice.endpoints.DaveyEndpoint` does.
"""

from collections.abc import Collection

import dave
import structlog

from acore.simulator.voice.endpoints import Endpoint, Rejected

_log = structlog.get_logger(__name__)
_VERSION = 1
_SOURCE = 1
"""libdave wants to know the codec of a source; there is one of sound."""


class LibdaveEndpoint(Endpoint):
    """Of Discord's own library, which is MLS++."""

    def __init__(self, user_id: str, channel_id: str) -> None:
        self._user_id = user_id
        self._channel_id = int(channel_id)
        self._session = dave.Session(self._failed)
        self._encryptor = dave.Encryptor()
        self._encryptor.assign_ssrc_to_codec(_SOURCE, dave.Codec.opus)
        self._decryptors: dict[str, dave.Decryptor] = {}

    def begin(self) -> bytes:
        """Make the session anew."""
        self._session.init(_VERSION, self._channel_id, self._user_id, None)
        self._encryptor.set_key_ratchet(None)  # the decryptors stay: libdave tells who is new since the last group
        key_package = self._session.get_marshalled_key_package()
        assert key_package is not None
        return key_package

    def meet(self, external_sender: bytes) -> None:
        """Hand it to the session."""
        self._session.set_external_sender(external_sender)

    def propose(self, proposals: bytes, present: Collection[str]) -> bytes | None:
        """Hand them to the session, which knows no difference between a failure and nothing to commit."""
        return self._session.process_proposals(proposals, set(present))

    def commit(self, commit: bytes) -> None:
        """Hand it to the session; it goes on sending with the earlier keys."""
        roster = self._session.process_commit(commit)
        if isinstance(roster, dave.RejectType):
            raise Rejected(f"libdave: the commit is {roster.name}")
        self._learn(roster)

    def welcome(self, welcome: bytes, present: Collection[str]) -> None:
        """Hand it to the session."""
        roster = self._session.process_welcome(welcome, set(present))
        if roster is None:
            raise Rejected("libdave: the welcome can not be processed")
        self._learn(roster)

    def execute(self) -> None:
        """Send with the keys of the latest epoch."""
        self._encryptor.set_key_ratchet(self._session.get_key_ratchet(self._user_id))

    def encrypt(self, frame: bytes) -> bytes:
        """Encrypt it."""
        sealed = self._encryptor.encrypt(dave.MediaType.audio, _SOURCE, frame)
        if sealed is None:
            raise Rejected("libdave: there is no key to send with")
        return sealed

    def decrypt(self, user_id: str, frame: bytes) -> bytes:
        """Decrypt it."""
        decryptor = self._decryptors.get(user_id)
        opened = decryptor.decrypt(dave.MediaType.audio, frame) if decryptor else None
        if opened is None:
            raise Rejected("libdave: the frame does not decrypt")
        return opened

    def _learn(self, changes: dict[int, list[int]]) -> None:
        """Read everybody with new keys; who is named without a key has left."""
        for user_id, key in changes.items():
            if not key:
                self._decryptors.pop(str(user_id), None)
            elif str(user_id) != self._user_id:
                self._decryptors.setdefault(str(user_id), dave.Decryptor())
        for whose, decryptor in self._decryptors.items():
            if (ratchet := self._session.get_key_ratchet(whose)) is not None:
                decryptor.transition_to_key_ratchet(ratchet)

    def _failed(self, where: str, why: str) -> None:
        _log.info("libdave_failed", user=self._user_id, where=where, why=why)
