"""As much of MLS (RFC 9420) as the delivery service of a call needs: it proposes, and reads who a commit is about."""

from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from acore.simulator.voice.presentation import Malformed, Reader, vector

_MLS_10 = (1).to_bytes(2, "big")
_PUBLIC_MESSAGE = (1).to_bytes(2, "big")
_BASIC = (1).to_bytes(2, "big")
_MEMBER, _EXTERNAL = 1, 2
_PROPOSAL, _COMMIT = 2, 3
_ADD, _REMOVE = (1).to_bytes(2, "big"), (3).to_bytes(2, "big")
_REFERENCE = 2
_KEY_PACKAGE_LEAF, _COMMIT_LEAF = 1, 3
_FIRST_SENDER = bytes(4)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as it is sent, and the reference by which commits and revocations name it."""

    message: bytes
    reference: bytes


@dataclass(frozen=True, slots=True)
class Commit:
    """What the delivery service reads in a commit; `data` is the whole message."""

    data: bytes
    epoch: int
    leaf: int
    references: tuple[bytes, ...]
    welcome: bytes
    """What came behind it: the Welcome for those whom it adds; empty for nobody."""


class ExternalSender:
    """The voice gateway as MLS members see it: it proposes whom to add and to remove, signed with a key of its own."""

    def __init__(self, identity: bytes = b"acore loopback") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.package = vector(public) + _BASIC + vector(identity)
        """Its key and credential, as members are told them before they make a group."""

    def add(self, group: bytes, epoch: int, key_package: bytes) -> Proposed:
        """Propose to add whose key package that is."""
        return self._propose(group, epoch, _ADD + key_package)

    def remove(self, group: bytes, epoch: int, leaf: int) -> Proposed:
        """Propose to remove who has that leaf."""
        return self._propose(group, epoch, _REMOVE + leaf.to_bytes(4, "big"))

    def _propose(self, group: bytes, epoch: int, proposal: bytes) -> Proposed:
        sender = _EXTERNAL.to_bytes(1, "big") + _FIRST_SENDER
        content = vector(group) + epoch.to_bytes(8, "big") + sender + vector(b"")
        content += _PROPOSAL.to_bytes(1, "big") + proposal
        framed = _PUBLIC_MESSAGE + content
        auth = vector(self._sign(b"FramedContentTBS", _MLS_10 + framed))
        return Proposed(_MLS_10 + framed + auth, _reference(b"MLS 1.0 Proposal Reference", framed + auth))

    def _sign(self, label: bytes, content: bytes) -> bytes:
        return self._key.sign(vector(b"MLS 1.0 " + label) + vector(content), ec.ECDSA(hashes.SHA256()))


def _reference(label: bytes, value: bytes) -> bytes:
    return sha256(vector(label) + vector(value)).digest()


def read_commit(data: bytes) -> Commit:
    """Read a commit and the Welcome behind it; raises Malformed for anything else, and for proposals within it."""
    reader = Reader(data)
    if reader.take(4) != _MLS_10 + _PUBLIC_MESSAGE:
        raise Malformed("a commit comes as a public message of MLS 1.0")
    reader.vector()  # the group
    epoch = reader.number(8)
    if reader.number(1) != _MEMBER:
        raise Malformed("only members commit")
    leaf = reader.number(4)
    reader.vector()  # authenticated data
    if reader.number(1) != _COMMIT:
        raise Malformed("not a commit")
    references = _references(reader.vector())
    if reader.number(1):
        _skip_path(reader)
    for _ in ("signature", "confirmation tag", "membership tag"):
        reader.vector()
    return Commit(data[: reader.place], epoch, leaf, references, reader.rest)


def _references(proposals: bytes) -> tuple[bytes, ...]:
    reader, found = Reader(proposals), []
    while reader.rest:
        if reader.number(1) != _REFERENCE:
            raise Malformed("a commit names proposals, and brings none of its own")
        found.append(reader.vector())
    return tuple(found)


def _skip_path(reader: Reader) -> None:
    for _ in ("encryption key", "signature key"):
        reader.vector()
    reader.number(2)  # the kind of credential
    for _ in ("identity", "versions", "suites", "extensions", "proposals", "credentials"):
        reader.vector()
    source = reader.number(1)
    if source == _KEY_PACKAGE_LEAF:
        reader.take(16)
    elif source == _COMMIT_LEAF:
        reader.vector()  # the hash of the parent
    for _ in ("extensions", "signature", "nodes"):
        reader.vector()


def welcome_for(welcome: bytes, key_package: bytes) -> bytes | None:
    """The part of a Welcome that is for the owner of the key package; None where there is none.

    Raises Malformed for what is no Welcome.
    """
    reader, wanted = Reader(welcome), _reference(b"MLS 1.0 KeyPackage Reference", key_package)
    suite, everyone, info = reader.take(2), reader.vector(), reader.vector()
    secrets = Reader(everyone)
    while secrets.rest:
        start, whose = secrets.place, secrets.vector()
        for _ in ("encapsulated key", "ciphertext"):
            secrets.vector()
        if whose == wanted:
            return suite + vector(everyone[start : secrets.place]) + vector(info)
    return None
