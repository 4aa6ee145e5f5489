"""What was handed over, in files of acore's own: the index can always be built anew from them."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from acore.domain.knowledge import BY_NOBODY, Added, Audience
from acore.errors import InvalidInput

_ABOUT = ".about"
_LONGEST_NAME = 150
"""Bytes of a name: a file system takes 255, and drafts and notes get longer ones."""
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """Something handed over; `uri` and `title` are empty where its file is its address and gives its name."""

    name: str
    data: bytes
    audience: Audience
    added: Added = BY_NOBODY
    uri: str = ""
    title: str = ""
    media_type: str | None = None


class KeptDocuments:
    """A folder: everyone's documents in it, those of each server in a folder of its own below.

    Where a name is taken by what a member keeps for themselves, another member's document of that name stands in a
    folder of its own in the server's: neither learns of the other. Beside a document stands a hidden file that tells
    who may find it, and who brought it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def keep(self, document: KeptDocument) -> Path:
        """Write it whole or not at all, over what has its name there. Raises InvalidInput where that fails."""
        file = self.place(document)
        about = orjson.dumps(
            {
                "uri": document.uri,
                "title": document.title,
                "media_type": document.media_type,
                "audience": asdict(document.audience),
                "added": {"by": document.added.by, "at": document.added.at},
            }
        )
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if document.audience.guild is not None or document.uri or document.added != BY_NOBODY:
                _write(_about(file), about)  # first: a document without it would be everyone's on the server
            else:
                _about(file).unlink(missing_ok=True)
            _write(file, document.data)
            for other in self._of_address(document.uri, document.audience.guild):
                if other != file:  # the page led to a file of another kind before
                    _delete(other)
        except OSError as error:
            raise InvalidInput(
                f"{document.name} can not be kept in {file.parent} ({error.strerror or error})."
            ) from error
        return file

    def check_room(self, document: KeptDocument, most_files: int, most_bytes: int) -> None:
        """Raise InvalidInput where a server's documents would come to more than that."""
        if (guild := document.audience.guild) is None:
            return
        place = self.place(document)
        sizes = [file.stat().st_size for file in self.files(guild) if file != place]
        if len(sizes) >= most_files:
            raise InvalidInput(f"This server has {len(sizes):,} documents; I keep up to {most_files:,}. Remove some.")
        if sum(sizes) + len(document.data) > most_bytes:
            raise InvalidInput(
                f"This server's documents would come to more than {most_bytes / 1e6:,.0f} MB. Remove some first."
            )

    def replaced_by(self, document: KeptDocument) -> KeptDocument | None:
        """What would be lost by keeping the document; None where nothing, or nobody knows whose it is."""
        guild = document.audience.guild
        for file in (self.place(document), *self._of_address(document.uri, guild)):
            try:
                return self.read(file)
            except (OSError, InvalidInput):
                continue
        return None

    def names(self) -> tuple[str, ...]:
        """The names of everyone's files, in alphabetical order."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(file.name for file in self.folder.iterdir() if _is_document(file)))

    def files(self, guild: str | None = None, *, all_guilds: bool = False) -> list[Path]:
        """The files of a server, of everyone, or of all."""
        folders = [self._folder(guild)]
        if all_guilds:
            folders += _folders_in(self.folder)
        folders += [beside for folder in folders if folder != self.folder for beside in _folders_in(folder)]
        return sorted(file for folder in folders if folder.is_dir() for file in folder.iterdir() if _is_document(file))

    def addresses(self) -> frozenset[tuple[str, str | None]]:
        """What all that is kept is known by, with its server."""
        return frozenset(map(self.address_of, self.files(all_guilds=True)))

    def address_of(self, file: Path) -> tuple[str, str | None]:
        """What a document is known by, and its server."""
        return _uri_of(file) or file.as_uri(), self._guild_of(file)

    def pages(self, guild: str | None) -> list[KeptDocument]:
        """What was fetched from the web, as far as it can be read."""
        kept: list[KeptDocument] = []
        for file in self.files(guild):
            try:
                kept.append(self.read(file))
            except (OSError, InvalidInput):  # `reload` reads all of them again, and tells of it
                continue
        return [one for one in kept if one.uri and not one.title]

    def read(self, file: Path) -> KeptDocument:
        """The document with what is told of it; without a note of that, it is everyone's where it stands.

        Raises OSError, and InvalidInput for a note that can not be understood: it may say that few may find it.
        """
        guild = self._guild_of(file)
        try:
            about: dict[str, Any] = orjson.loads(_about(file).read_bytes())
            audience, added = about["audience"], about["added"]
            return KeptDocument(
                name=file.name,
                data=file.read_bytes(),
                audience=Audience(guild, audience["category"], audience["channel"], audience["owner"]),
                added=Added(added["by"], datetime.fromisoformat(added["at"]) if added["at"] else None),
                uri=about["uri"],
                title=about["title"],
                media_type=about["media_type"],
            )
        except FileNotFoundError:
            return KeptDocument(file.name, file.read_bytes(), Audience(guild))
        except (ValueError, KeyError, TypeError) as error:
            told = f"{file.name}: who may find it can not be read in {_about(file)}. Give me the document again."
            raise InvalidInput(told) from error

    def drop(self, uri: str, guild: str | None) -> None:
        """Delete what has that address, where it is kept."""
        for file in self.files(guild):
            if uri in (file.as_uri(), _uri_of(file)):
                _delete(file)

    def _of_address(self, uri: str, guild: str | None) -> list[Path]:
        return [file for file in self.files(guild) if _uri_of(file) == uri] if uri else []

    def _guild_of(self, file: Path) -> str | None:
        guild, *below = file.relative_to(self.folder).parts
        return guild if below else None

    def _folder(self, guild: str | None) -> Path:
        return self.folder if guild is None else self.folder / _UNSAFE.sub("_", guild)

    def place(self, document: KeptDocument) -> Path:
        """Where it stands, or would: by its name, or beside what another member keeps under that name."""
        folder, member = self._folder(document.audience.guild), document.added.by
        named = folder / document.name
        if member is None or folder == self.folder:
            return named
        beside = folder / _UNSAFE.sub("_", member) / document.name
        is_taken = _owner_of(named) not in {None, member, document.audience.owner}
        return beside if is_taken or beside.exists() else named


def plain_name(name: str) -> str:
    """The name without folders, short enough for a file. Raises InvalidInput where nothing is left."""
    storable = name.encode("utf-8", "replace").decode().replace("\0", "")
    plain = Path(storable).name.strip().lstrip(".")
    if not plain:
        raise InvalidInput("The file has no name. Give it one, such as notes.md.")
    if len(plain.encode()) <= _LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    ending = f"{dot}{ending}" if dot and len(ending) <= len("markdown") else ""
    return f"{(stem or plain)[: _LONGEST_NAME // 4]}-{_digest(plain)}{ending}"


def name_of_page(url: str, ending: str = "") -> str:
    """A file name for what stands at an address: readable, and another one for each address."""
    readable = _UNSAFE.sub("-", url.partition("://")[2]).strip("-.")[:60]
    return f"{readable or 'page'}-{_digest(url)}{ending}"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _about(file: Path) -> Path:
    return file.with_name(f".{file.name}{_ABOUT}")


def _uri_of(file: Path) -> str:
    return str(_told_of(file).get("uri", ""))


def _owner_of(file: Path) -> str | None:
    """Who keeps it for themselves alone."""
    audience = _told_of(file).get("audience")
    owner = audience.get("owner") if isinstance(audience, dict) else None
    return owner if isinstance(owner, str) else None


def _told_of(file: Path) -> dict[str, Any]:
    try:
        about = orjson.loads(_about(file).read_bytes())
    except (OSError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}


def _folders_in(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if entry.is_dir()] if folder.is_dir() else []


def _delete(file: Path) -> None:
    file.unlink(missing_ok=True)
    _about(file).unlink(missing_ok=True)


def _is_document(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")


def _write(file: Path, data: bytes) -> None:
    draft = file.with_name(f".{file.name}.new")
    draft.write_bytes(data)
    draft.replace(file)
