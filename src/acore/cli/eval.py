"""`acore eval`: measures how good acore is on questions whose answers are known."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from acore.cli.chat import Json
from acore.cli.house import settings_of

if TYPE_CHECKING:
    from acore.app import Application
    from acore.cli.eval_report import EvaluationReport
    from acore.domain.evaluation import Case, Outcome
    from acore.domain.knowledge import Refusal
    from acore.services.document_files import DocumentFiles
    from acore.services.evaluation import EvaluationService
    from acore.services.evaluation_sets import EvaluationSet
    from acore.settings import Settings

_DEEPEST = 10
"""How far MRR and nDCG look, and so the least that is asked for."""
_STORE = "edge"
"""The index that needs no server, and so is nobody else's."""

Set = Annotated[Path, typer.Argument(metavar="SET", help="A file of questions, or a folder in the layout of BEIR.")]
Documents = Annotated[
    Path | None, typer.Option(metavar="PATH", help="What they are asked over; default: documents/ beside the file.")
]
Split = Annotated[str | None, typer.Option(metavar="NAME", help="Of a folder: which qrels; default: test.")]
Depth = Annotated[int | None, typer.Option("-k", min=1, max=100, help="For recall@k; default: rag.top_k.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Ask no more than the first so many questions.")]
Answers = Annotated[
    bool | None, typer.Option("--answers/--no-answers", help="Ask the model, too; default: of a file's questions.")
]
Report = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write what came of each question, one JSON object a line.")
]

app = typer.Typer(help="Measure how good it is, on questions whose answers are known.", no_args_is_help=True)


@app.callback()
def _evaluate() -> None:
    """Without this, a single verb would take its group's place."""


@app.command("rag")
def rag(  # noqa: PLR0913  one parameter an option
    context: typer.Context,
    path: Set,
    *,
    documents: Documents = None,
    split: Split = None,
    depth: Depth = None,
    limit: Limit = None,
    answers: Answers = None,
    report: Report = None,
    json: Json = False,
) -> None:
    """Measure retrieval and answers on a set, over an index of its own; yours is left alone."""
    if path.is_dir() and documents is not None:
        raise typer.BadParameter("a folder brings its own documents: leave --documents out.")
    if split is not None and not path.is_dir():
        raise typer.BadParameter("--split chooses among the qrels of a folder, and this is none.")
    settings = settings_of(context)
    asks = not path.is_dir() if answers is None else answers
    wanted = _Wanted(path, documents, split, depth or settings.rag.top_k, limit, asks=asks)
    told = asyncio.run(_evaluated(settings, wanted))
    for warning in told.warnings:
        print(f"acore: {warning}", file=sys.stderr)
    if report is not None:
        told.write(report)
    print(told.as_json() if json else told.as_table())


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asks for."""

    path: Path
    documents: Path | None
    split: str | None
    depth: int
    limit: int | None
    asks: bool


async def _evaluated(settings: "Settings", wanted: _Wanted) -> "EvaluationReport":
    """Read the set first, so that what is wrong with it is told before anything is opened."""
    from acore.app import Application  # noqa: PLC0415  --help stays light
    from acore.cli.eval_report import EvaluationReport  # noqa: PLC0415
    from acore.services.document_files import DocumentFiles, FileLimits  # noqa: PLC0415
    from acore.services.evaluation import read_set  # noqa: PLC0415

    files = DocumentFiles(settings.data_dir, settings.data_dir / "documents", FileLimits())
    given = await asyncio.to_thread(read_set, wanted.path, wanted.documents, wanted.split, files)
    given = given.first(wanted.limit)
    with TemporaryDirectory(prefix="acore-eval-", ignore_cleanup_errors=True) as folder:
        async with Application(_apart(settings, Path(folder))) as acore:
            service = _service(acore, files, asks=wanted.asks)
            faults = await _indexed(service, given)
            outcomes = await _asked(service, given, max(wanted.depth, _DEEPEST))
            problem = acore.container.embedding().problem
            return EvaluationReport(
                name=str(wanted.path),
                documents=given.documents,
                chunks=await acore.container.vector_store().count(),
                engines=_engines(settings, asks=wanted.asks),
                depth=wanted.depth,
                outcomes=tuple(outcomes),
                evidence_missing=len(faults.astray),
                warnings=(*given.warnings, *faults.told(), *([f"found by words alone: {problem}"] if problem else ())),
            )


def _apart(settings: "Settings", folder: Path) -> "Settings":
    """The same settings over an empty index of their own, without the web; the engines are not changed."""
    return settings.model_copy(
        update={
            "data_dir": folder,
            "rag": settings.rag.model_copy(update={"paths": ()}),
            "chat": settings.chat.model_copy(update={"web_search": "never"}),
            "vector_store": settings.vector_store.model_copy(update={"use": _STORE}),
        }
    )


def _service(acore: "Application", files: "DocumentFiles", *, asks: bool) -> "EvaluationService":
    from acore.adapters.documents.reader import FileReader  # noqa: PLC0415
    from acore.services.evaluation import EvaluationService, SetKnowledge  # noqa: PLC0415
    from acore.services.indexing import Indexing  # noqa: PLC0415

    house = acore.container
    retriever = house.retriever()
    indexing = Indexing(house.vector_store(), house.metrics(), FileReader(), house.embedding())
    chat = house.chat(knowledge=SetKnowledge(retriever)) if asks else None
    return EvaluationService(indexing=indexing, files=files, retriever=retriever, clock=house.clock(), chat=chat)


def _engines(settings: "Settings", *, asks: bool) -> dict[str, str]:
    return {
        "rag": settings.rag.use,
        "embedder": settings.embedder.use,
        "reranker": settings.reranker.use,
        "llm": settings.llm.use if asks else "",
    }


@dataclass(slots=True)
class _Faults:
    """What is wrong with the documents of a set, or with what it says of them."""

    refused: "list[Refusal]" = field(default_factory=list)
    astray: "list[Case]" = field(default_factory=list)

    def told(self) -> tuple[str, ...]:
        """Each in words."""
        refused = (f"{refusal.name}: {refusal.reason}" for refusal in self.refused)
        astray = (
            f"question {case.id}: no passage of its document holds its evidence, so that all that is found counts as "
            "a miss. Copy the evidence from the document."
            for case in self.astray
        )
        return (*refused, *astray)


async def _indexed(service: "EvaluationService", given: "EvaluationSet") -> _Faults:
    faults = _Faults()
    with _progress("documents") as bar:
        async with aclosing(service.index(given)) as steps:
            async for step in steps:
                bar.show(step.done, step.total)
                faults.refused += step.refused
                faults.astray += step.astray
    return faults


async def _asked(service: "EvaluationService", given: "EvaluationSet", depth: int) -> "list[Outcome]":
    outcomes: list[Outcome] = []
    with _progress("questions") as bar:
        async with aclosing(service.ask(given, depth)) as steps:
            async for step in steps:
                bar.show(step.done, step.total)
                outcomes += [step.outcome] if step.outcome else []
    return outcomes


class _Bar(Protocol):
    def show(self, done: int, total: int) -> None:
        """How far it is."""


class _Silent:
    """Where nobody watches."""

    def show(self, done: int, total: int) -> None:
        """Nothing."""


@contextmanager
def _progress(what: str) -> "Iterator[_Bar]":
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)

        class Bar:
            def show(self, done: int, total: int) -> None:
                shown.update(task, completed=done, total=total)

        yield Bar()
