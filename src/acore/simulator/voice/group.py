"""The delivery service of a call's MLS group: it proposes, picks the commit that wins, and hands on who is welcome.

What it keeps to is https://daveprotocol.com: the whitepaper's sections on group key exchange.
"""

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
    seat: Seat | None = None
    """Who is to be added with `key_package`."""
    key_package: bytes = b""
    removed: int | None = None
    told: set[str] = field(default_factory=set)

    @property
    def added(self) -> str | None:
        return self.seat.user_id if self.seat else None


class Group:
    """Knows who is connected, who has which leaf, and what is proposed; of the keys it knows nothing."""

    def __init__(self, channel_id: str, sender: ExternalSender, transitions: Transitions) -> None:
        self._id = int(channel_id).to_bytes(8, "big")
        self._sender = sender
        self._transitions = transitions
        self._seats: dict[str, Seat] = {}
        self._packages: dict[str, bytes] = {}
        """Of those who are connected and to be added."""
        self._lost: set[str] = set()
        """Those with a leaf who left, or told that they can not follow: they are to be removed."""
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._epoch = 0
        self._leaves: list[str | None] = []
        self._proposals: dict[bytes, _Proposal] = {}
        self._lost.clear()

    @property
    def members(self) -> frozenset[str]:
        """Who is in the group now."""
        return frozenset(leaf for leaf in self._leaves if leaf is not None)

    @property
    def settled(self) -> bool:
        """Whether all who are connected are in the group and nothing is under way; one alone has none."""
        alone = len(self._seats) <= 1
        done = not self._proposals and not self._lost and self.members == self._seats.keys()
        return (alone or done) and not self._transitions.under_way

    def enter(self, seat: Seat) -> None:
        """Take in who is connected now; their key package makes them a member."""
        self._seats[seat.user_id] = seat
        seat.send_binary(Op.EXTERNAL_SENDER, self._sender.package)
        self._propose()

    def leave(self, user_id: str) -> None:
        """Propose that those who stay go on without them; the only one who stays begins anew.

        Who was about to be added is added all the same, and removed then: Discord revokes nothing for that.
        """
        self._seats.pop(user_id, None)
        self._packages.pop(user_id, None)
        self._transitions.forget(user_id)
        self._forget_told(user_id)
        if not self._seats:
            self._begin_anew()
        elif len(self._seats) == 1:
            self._go_back(next(iter(self._seats.values())))
        else:
            self._lose(user_id)

    def package(self, seat: Seat, key_package: bytes) -> None:
        """Propose to add whose key package that is; it takes the place of an earlier one."""
        self._revoke_add(seat.user_id)
        self._packages[seat.user_id] = key_package
        self._lose(seat.user_id)

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
        self._forget_told(seat.user_id)
        self._lose(seat.user_id)

    def _go_back(self, last: Seat) -> None:
        """Let the only one who stays begin anew, who has a group, or is about to make one."""
        if self._leaves or any(last.user_id in proposal.told for proposal in self._proposals.values()):
            self._begin_anew()
            self._packages.clear()
            last.send(Op.PREPARE_EPOCH, {"protocol_version": VERSION, "epoch": 1})
            last.send(Op.PREPARE_TRANSITION, {"protocol_version": VERSION, "transition_id": FIRST})

    def _lose(self, user_id: str) -> None:
        """Go on without a member, if they are one, or anew where nobody follows the group any more."""
        if user_id in self._leaves:
            self._lost.add(user_id)
        if not self._followers():
            self._begin_anew()
        self._propose()

    def _followers(self) -> list[Seat]:
        """Who takes proposals now: the members; without a group everybody, each of whom makes a group of their own."""
        members = self.members
        return [s for u, s in self._seats.items() if not self._leaves or (u in members and u not in self._lost)]

    def _propose(self) -> None:
        """Propose what is to be done and can be by now, and tell everybody what they were not told yet.

        Nobody is removed while others are being added: davey leaves out the Welcome where the latest proposals add
        nobody, whatever those before them did.
        """
        adding = any(proposal.seat for proposal in self._proposals.values())
        removed = {proposal.removed for proposal in self._proposals.values()}
        for user_id in () if adding else sorted(self._lost):
            if (leaf := self._leaves.index(user_id)) not in removed:
                removed.add(leaf)
                self._note(_Proposal(self._sender.remove(self._id, self._epoch, leaf), removed=leaf))
        proposed = {proposal.added for proposal in self._proposals.values()}
        staying = {leaf for place, leaf in enumerate(self._leaves) if place not in removed}
        for user_id, key_package in self._packages.items():
            if user_id not in proposed and user_id not in staying:
                proposal = self._sender.add(self._id, self._epoch, key_package)
                self._note(_Proposal(proposal, self._seats[user_id], key_package))
        for seat in self._followers():
            self._tell(seat)

    def _note(self, proposal: _Proposal) -> None:
        self._proposals[proposal.proposed.reference] = proposal

    def _tell(self, seat: Seat) -> None:
        """Tell them what is proposed, except to add themselves."""
        news = [p for p in self._proposals.values() if seat.user_id not in (p.added, *p.told)]
        for proposal in news:
            proposal.told.add(seat.user_id)
        if news:
            messages = b"".join(proposal.proposed.message for proposal in news)
            seat.send_binary(Op.PROPOSALS, _APPEND + vector(messages))

    def _forget_told(self, user_id: str) -> None:
        """Their client does not know any more what is proposed."""
        for proposal in self._proposals.values():
            proposal.told.discard(user_id)

    def _revoke_add(self, user_id: str) -> None:
        """Withdraw an earlier proposal to add them from those who were told of it."""
        for reference, proposal in tuple(self._proposals.items()):
            if proposal.added == user_id:
                del self._proposals[reference]
                for told in proposal.told & self._seats.keys():
                    self._seats[told].send_binary(Op.PROPOSALS, _REVOKE + vector(vector(reference)))

    def _added(self, seat: Seat, commit: Commit) -> list[tuple[Seat, bytes]]:
        """Whom the commit adds, with the Welcome for each; raises Malformed where it can not win."""
        own = seat.user_id
        if commit.epoch != self._epoch or self._seats.get(own) is not seat:
            raise Malformed("it is for another epoch")
        if self._leaves and self._leaves[commit.leaf : commit.leaf + 1] != [own]:
            raise Malformed("it is of another member")
        expected = {r for r, proposal in self._proposals.items() if self._leaves or proposal.added != own}
        if not expected or set(commit.references) != expected:
            raise Malformed("it is not about what is proposed now")
        added = []
        for proposal in (self._proposals[reference] for reference in commit.references):
            if proposal.seat is not None:
                part = welcome_for(commit.welcome, proposal.key_package)
                if part is None:
                    raise Malformed("it welcomes not all whom it adds")
                added.append((proposal.seat, part))
        return added

    def _adopt(self, seat: Seat, commit: Commit, added: list[tuple[Seat, bytes]]) -> None:
        transition = self._transitions.next_id() if self._leaves else FIRST
        followers = self._followers() if self._leaves else [seat]
        self._place(seat, commit, [new for new, _ in added])
        self._epoch += 1
        self._proposals.clear()
        number = transition.to_bytes(2, "big")
        for follower in followers:
            follower.send_binary(Op.ANNOUNCE_COMMIT, number + commit.data)
        welcomed = [(new, part) for new, part in added if self._seats.get(new.user_id) is new]
        for new, part in welcomed:
            new.send_binary(Op.WELCOME, number + part)
        self._transitions.begin(transition, [*followers, *(new for new, _ in welcomed)])
        self._propose()

    def _place(self, seat: Seat, commit: Commit, added: list[Seat]) -> None:
        """Give up the leaves of those who were removed, and fill them from the left; who left meanwhile is lost."""
        if not self._leaves:
            self._leaves.append(seat.user_id)
            self._packages.pop(seat.user_id, None)
        for leaf in (self._proposals[reference].removed for reference in commit.references):
            if leaf is not None:
                self._lost.discard(self._leaves[leaf] or "")
                self._leaves[leaf] = None
        for new in added:
            if None in self._leaves:
                self._leaves[self._leaves.index(None)] = new.user_id
            else:
                self._leaves.append(new.user_id)
            if self._seats.get(new.user_id) is new:
                self._packages.pop(new.user_id, None)
            else:
                self._lost.add(new.user_id)
