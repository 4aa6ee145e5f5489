"""One end of a call's end-to-end encryption (DAVE): a member of its MLS group, with the keys of every sender."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection

import davey

from acore.errors import AcoreError


class Rejected(AcoreError):
    """A message of the group, or a frame, that this end can not take."""


class Endpoint(ABC):
    """What a client has of DAVE, whichever library it comes from. It is for one user in one channel.

    Messages of the group are taken as the voice gateway sends them, without their sequence numbers.
    """

    @abstractmethod
    def begin(self) -> bytes:
        """Forget everything, be alone in a group of one's own, and return a key package to be added with."""

    @abstractmethod
    def meet(self, external_sender: bytes) -> None:
        """Know whom proposals come from; begins the group of one's own."""

    @abstractmethod
    def propose(self, proposals: bytes, present: Collection[str]) -> bytes | None:
        """Take proposals, and return a commit about all there are; None for nothing to commit.

        `present` are the users that are known to be in the call. Raises Rejected.
        """

    @abstractmethod
    def commit(self, commit: bytes) -> None:
        """Go to the next epoch; raises Rejected where that can not be done."""

    @abstractmethod
    def welcome(self, welcome: bytes, present: Collection[str]) -> None:
        """Join the group; raises Rejected where that can not be done."""

    @abstractmethod
    def execute(self) -> None:
        """Send with the keys of the latest epoch."""

    @abstractmethod
    def encrypt(self, frame: bytes) -> bytes:
        """An Opus frame for everybody in the group; raises Rejected while there is none."""

    @abstractmethod
    def decrypt(self, user_id: str, frame: bytes) -> bytes:
        """An Opus frame of that member; raises Rejected where it can not be read."""


NewEndpoint = Callable[[str, str], Endpoint]
"""Makes an end from the ids of a user and a channel."""


class DaveyEndpoint(Endpoint):
    """Of the library that discord.py takes, which is OpenMLS.

    It sends with new keys a moment before everybody has them: a frame or two are lost at each change of the group.
    """

    def __init__(self, user_id: str, channel_id: str) -> None:
        self._who = (1, int(user_id), int(channel_id))
        self._session = davey.DaveSession(*self._who)

    def begin(self) -> bytes:
        """Make the session anew."""
        self._session.reinit(*self._who)
        return self._session.get_serialized_key_package()

    def meet(self, external_sender: bytes) -> None:
        """Hand it to the session."""
        self._session.set_external_sender(external_sender)

    def propose(self, proposals: bytes, present: Collection[str]) -> bytes | None:
        """Hand them to the session."""
        kind = davey.ProposalsOperationType.revoke if proposals[0] else davey.ProposalsOperationType.append
        try:
            made = self._session.process_proposals(kind, proposals[1:], [int(user_id) for user_id in present])
        except ValueError as error:
            raise Rejected(f"davey: {error}") from error
        return None if made is None else made.commit + (made.welcome or b"")

    def commit(self, commit: bytes) -> None:
        """Hand it to the session, which sends with the new keys from then on."""
        try:
            self._session.process_commit(commit)
        except ValueError as error:
            raise Rejected(f"davey: {error}") from error

    def welcome(self, welcome: bytes, present: Collection[str]) -> None:
        """Hand it to the session, which sends with the new keys from then on."""
        del present  # davey checks the proposals only
        try:
            self._session.process_welcome(welcome)
        except ValueError as error:
            raise Rejected(f"davey: {error}") from error

    def execute(self) -> None:
        """Done already: davey sends with new keys once it has them."""

    def encrypt(self, frame: bytes) -> bytes:
        """Encrypt it."""
        try:
            return self._session.encrypt_opus(frame)
        except ValueError as error:
            raise Rejected(f"davey: {error}") from error

    def decrypt(self, user_id: str, frame: bytes) -> bytes:
        """Decrypt it."""
        try:
            return self._session.decrypt(int(user_id), davey.MediaType.audio, frame)
        except ValueError as error:
            raise Rejected(f"davey: {error}") from error
