"""The delivery service of a call's MLS group: it proposes, picks the commit that wins, and hands on who is welcome.

What it keeps to is https://daveprotocol.com: the whitepaper's sections on group key exchange.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog

from acore.simulator.voice.mls import Commit, ExternalSender, Proposed, read_commit, welcome_for
from acore.simulator.voice.ops import Op
from acore.simulator.voice.presentation import Malformed, vector
from acore.simulator.voice.seats import Seat
from acore.simulator.voice.transitions import FIRST, Transitions

_log = structlog.get_logger(__name__)
VERSION = 1
"""Of the protocol of end-to-end encryption."""
_APPEND, _REVOKE = b"\x00", b"\x01"


@dataclass(slots=True)
class _Proposal:
    proposed: Proposed
    added: str | None
    removed: int | None = None
    told: set[str] = field(default_factory=set)


class Group:
    """Knows who is connected, who has which leaf, and what is proposed; of the keys it knows nothing."""

    def __init__(self, channel_id: str, sender: ExternalSender, transitions: Transitions) -> None:
        self._id = int(channel_id).to_bytes(8, "big")
        self._sender = sender
        self._transitions = transitions
        self._seats: dict[str, Seat] = {}
        self._lost: set[str] = set()
        """Those in the group who told that they can not follow it, and have begun anew."""
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._epoch = 0
        self._leaves: list[str | None] = []
        self._packages: dict[str, bytes] = {}
        self._proposals: dict[bytes, _Proposal] = {}
        self._lost.clear()

    @property
    def members(self) -> frozenset[str]:
        """Who is in the group now."""
        return frozenset(leaf for leaf in self._leaves if leaf is not None)

    @property
    def settled(self) -> bool:
        """Whether all who are connected are in the group and nothing is under way; one alone has none."""
        if self._proposals and len(self._seats) > 1:
            return False
        everybody = self.members == self._seats.keys() and not self._lost
        return (everybody or len(self._seats) <= 1) and not self._transitions.under_way

    def enter(self, seat: Seat) -> None:
        """Take in who is connected now; their key package makes them a member."""
        self._seats[seat.user_id] = seat
        seat.send_binary(Op.EXTERNAL_SENDER, self._sender.package)
        if not self._leaves and self._proposals:
            self._tell(self._proposals.values(), [seat])

    def leave(self, user_id: str) -> None:
        """Propose that those who stay go on without them; the only one who stays begins anew."""
        self._seats.pop(user_id, None)
        self._transitions.forget(user_id)
        self._packages.pop(user_id, None)
        self._revoke_add(user_id)
        if not self._seats:
            self._begin_anew()
        elif len(self._seats) == 1 and self._leaves:
            self._begin_anew()
            for last in self._seats.values():
                last.send(Op.PREPARE_EPOCH, {"protocol_version": VERSION, "epoch": 1})
                last.send(Op.PREPARE_TRANSITION, {"protocol_version": VERSION, "transition_id": FIRST})
        else:
            self._lose(user_id)

    def package(self, seat: Seat, key_package: bytes) -> None:
        """Propose to add whose key package that is; it takes the place of an earlier one."""
        user_id = seat.user_id
        self._revoke_add(user_id)
        if user_id in self._leaves:
            self._remove(user_id)
        self._packages[user_id] = key_package
        self._offer(_Proposal(self._sender.add(self._id, self._epoch, key_package), user_id))

    def commit(self, seat: Seat, data: bytes) -> None:
        """Let the first commit win that is about all that is proposed; any other is passed over."""
        try:
            commit = read_commit(data)
            added = self._added(seat, commit)
        except Malformed as error:
            _log.info("simulator_commit_passed_over", user=seat.user_id, why=str(error))
            return
        self._adopt(seat, commit, added)

    def ready(self, seat: Seat, transition: int) -> None:
        """Note that one is ready for the transition."""
        self._transitions.ready(seat.user_id, transition)

    def invalid(self, seat: Seat) -> None:
        """One can not follow: propose that they go, and come back with the key package that they send now."""
        self._transitions.forget(seat.user_id)
        self._lose(seat.user_id)

    def _lose(self, user_id: str) -> None:
        """Go on without a member, or anew where nobody follows the group any more."""
        if user_id in self._leaves:
            self._lost.add(user_id)
            self._remove(user_id)
        if self._leaves and not self._followers():
            packages = self._packages
            self._begin_anew()
            for pending, key_package in packages.items():
                self.package(self._seats[pending], key_package)

    def _followers(self) -> list[Seat]:
        """Who takes proposals now: the members; without a group everybody, each of whom makes a group of their own."""
        members = self.members
        return [s for u, s in self._seats.items() if not self._leaves or (u in members and u not in self._lost)]

    def _remove(self, user_id: str) -> None:
        leaf = self._leaves.index(user_id)
        if all(proposal.removed != leaf for proposal in self._proposals.values()):
            self._offer(_Proposal(self._sender.remove(self._id, self._epoch, leaf), None, leaf))

    def _offer(self, proposal: _Proposal) -> None:
        self._proposals[proposal.proposed.reference] = proposal
        self._tell([proposal], [seat for seat in self._followers() if seat.user_id != proposal.added])

    def _tell(self, proposals: Iterable[_Proposal], seats: Iterable[Seat]) -> None:
        for seat in seats:
            news = [proposal for proposal in proposals if proposal.added != seat.user_id]
            for proposal in news:
                proposal.told.add(seat.user_id)
            messages = b"".join(proposal.proposed.message for proposal in news)
            seat.send_binary(Op.PROPOSALS, _APPEND + vector(messages))

    def _revoke_add(self, user_id: str) -> None:
        """Withdraw the proposal to add them from those who were told of it."""
        for reference, proposal in tuple(self._proposals.items()):
            if proposal.added == user_id:
                del self._proposals[reference]
                for told in proposal.told & self._seats.keys():
                    self._seats[told].send_binary(Op.PROPOSALS, _REVOKE + vector(vector(reference)))

    def _added(self, seat: Seat, commit: Commit) -> dict[str, bytes]:
        """Whom the commit adds, with the Welcome for each; raises Malformed where it can not win."""
        own = seat.user_id
        if commit.epoch != self._epoch or self._seats.get(own) is not seat:
            raise Malformed("it is for another epoch")
        if self._leaves[commit.leaf : commit.leaf + 1] != [own] and self._leaves:
            raise Malformed("it is of another member")
        expected = {r for r, proposal in self._proposals.items() if self._leaves or proposal.added != own}
        if not expected or set(commit.references) != expected:
            raise Malformed("it is not about what is proposed now")
        added = {}
        for user_id in (self._proposals[reference].added for reference in commit.references):
            if user_id is not None:
                part = welcome_for(commit.welcome, self._packages[user_id])
                if part is None:
                    raise Malformed("it welcomes not all whom it adds")
                added[user_id] = part
        return added

    def _adopt(self, seat: Seat, commit: Commit, added: dict[str, bytes]) -> None:
        transition = self._transitions.next_id() if self._leaves else FIRST
        followers = self._followers() if self._leaves else [seat]
        self._leaves = self._leaves or [seat.user_id]
        for reference in commit.references:
            if (leaf := self._proposals[reference].removed) is not None:
                self._lost.discard(self._leaves[leaf] or "")
                self._leaves[leaf] = None
        for user_id in added:
            self._place(user_id)
        self._epoch += 1
        self._proposals.clear()
        self._packages.clear()
        number = transition.to_bytes(2, "big")
        for follower in followers:
            follower.send_binary(Op.ANNOUNCE_COMMIT, number + commit.data)
        welcomed = [self._seats[user_id] for user_id in added]
        for new in welcomed:
            new.send_binary(Op.WELCOME, number + added[new.user_id])
        self._transitions.begin(transition, [*followers, *welcomed])

    def _place(self, user_id: str) -> None:
        """MLS gives who is added the leftmost leaf that is free."""
        if None in self._leaves:
            self._leaves[self._leaves.index(None)] = user_id
        else:
            self._leaves.append(user_id)
