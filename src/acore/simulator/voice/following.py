"""What a client does when the voice gateway changes the keys of a call."""

from collections.abc import Callable, Iterable

import structlog

from acore.simulator.model import Payload
from acore.simulator.voice.endpoints import Endpoint, Rejected
from acore.simulator.voice.ops import Op
from acore.simulator.voice.transitions import FIRST

_log = structlog.get_logger(__name__)
_NUMBER_BYTES = 2
_NEW_GROUP = 1

Answer = Callable[[Op, Payload | bytes], None]
"""Sends something to the voice gateway."""


class Follower:
    """Follows the group of a call with one end of its encryption."""

    def __init__(self, user_id: str, endpoint: Endpoint, answer: Answer) -> None:
        self._user_id = user_id
        self._endpoint = endpoint
        self._answer = answer
        self._present = {user_id}

    def begin(self) -> None:
        """Offer a key package, as after the session's description."""
        self._answer(Op.KEY_PACKAGE, self._endpoint.begin())

    def take(self, op: Op, data: Payload | bytes) -> None:
        """Take one message of the voice gateway; those about other things are passed over."""
        if isinstance(data, bytes):
            self._take_binary(op, data)
        elif op == Op.CLIENTS_CONNECT:
            self._present |= _ids(data["user_ids"])
        elif op == Op.CLIENT_DISCONNECT:
            self._present -= _ids([data["user_id"]])
        elif op == Op.EXECUTE_TRANSITION:
            self._endpoint.execute()
        elif op == Op.PREPARE_EPOCH and data["epoch"] == _NEW_GROUP:
            self.begin()
        elif op == Op.PREPARE_TRANSITION and data["transition_id"] != FIRST:
            self._answer(Op.TRANSITION_READY, {"transition_id": data["transition_id"]})

    def _take_binary(self, op: Op, data: bytes) -> None:
        if op == Op.EXTERNAL_SENDER:
            self._endpoint.meet(data)
        elif op == Op.PROPOSALS:
            self._propose(data)
        elif op in (Op.ANNOUNCE_COMMIT, Op.WELCOME):
            self._go_on(op, int.from_bytes(data[:_NUMBER_BYTES], "big"), data[_NUMBER_BYTES:])

    def _propose(self, proposals: bytes) -> None:
        try:
            made = self._endpoint.propose(proposals, self._present)
        except Rejected as error:
            _log.info("simulator_proposals_rejected", user=self._user_id, why=str(error))
            return
        if made is not None:
            self._answer(Op.COMMIT_WELCOME, made)

    def _go_on(self, op: Op, transition: int, message: bytes) -> None:
        try:
            if op == Op.WELCOME:
                self._endpoint.welcome(message, self._present)
            else:
                self._endpoint.commit(message)
        except Rejected as error:
            _log.info("simulator_epoch_rejected", user=self._user_id, why=str(error))
            self._answer(Op.INVALID_COMMIT_WELCOME, {"transition_id": transition})
            self.begin()
            return
        if transition == FIRST:
            self._endpoint.execute()
        else:
            self._answer(Op.TRANSITION_READY, {"transition_id": transition})


def _ids(values: Iterable[object]) -> set[str]:
    return {str(value) for value in values}
