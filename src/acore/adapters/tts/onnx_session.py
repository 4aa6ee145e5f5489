"""Models of ONNX that can be stopped while they compute. Importing it loads ONNX Runtime."""

from collections.abc import Collection
from pathlib import Path
from threading import Event
from typing import Any, Final

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as faults

from acore.errors import EngineRefused

BROKEN: Final = (
    faults.EPFail,
    faults.Fail,
    faults.InvalidArgument,
    faults.InvalidGraph,
    faults.InvalidProtobuf,
    faults.NoSuchFile,
    faults.NotImplemented,
    faults.RuntimeException,
)
"""Everything that the library raises."""
_QUIET = 3
"""The library's level for errors."""


class Listener:
    """For whom the models of one engine compute now, and how that is ended from another thread."""

    def __init__(self) -> None:
        self.left: Event | None = None
        """Set once that listener has gone; exchanged by the thread that computes."""
        self._current: tuple[Event | None, onnxruntime.RunOptions] | None = None

    def begin(self) -> Any:  # noqa: ANN401  the library is untyped
        """The options of a run that `stop` ends, also where it came before."""
        options = onnxruntime.RunOptions()
        options.log_severity_level = _QUIET
        self._current = (self.left, options)
        if self.left is not None and self.left.is_set():
            options.terminate = True
        return options

    def end(self) -> None:
        """The run is over."""
        self._current = None

    def stop(self, left: Event | None) -> None:
        """End what is computed for that listener, or for anybody; a listener that has gone is set before."""
        if (current := self._current) is not None and (left is None or current[0] is left):
            current[1].terminate = True


class StoppableSession(onnxruntime.InferenceSession):  # type: ignore[misc]  # the library is untyped
    """A session whose runs a `Listener` can end: such a run raises one of `BROKEN`."""

    def __init__(self, file: Path, threads: int, listener: Listener) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = _QUIET
        super().__init__(str(file), options, providers=["CPUExecutionProvider"])
        self._listener = listener

    def run(self, output_names: Any, input_feed: Any, run_options: Any = None) -> Any:  # noqa: ANN401  the library's
        """As the library's, with options of its own."""
        del run_options
        try:
            return super().run(output_names, input_feed, self._listener.begin())
        finally:
            self._listener.end()


def session(file: Path, threads: int, engine: str, listener: Listener, *wants: frozenset[str]) -> StoppableSession:
    """The model in a file; raises EngineRefused for one that is none, or that has none of these sets of inputs."""
    try:
        found = StoppableSession(file, threads, listener)
    except BROKEN as error:
        raise EngineRefused(f"{file} can not be loaded ({error}); {again(engine)}", engine=engine) from error
    inputs = {one.name for one in found.get_inputs()}
    if inputs not in wants:
        told = f"{file} wants {', '.join(sorted(inputs))}, and not {', '.join(sorted(wants[0]))}; {again(engine)}"
        raise EngineRefused(told, engine=engine)
    return found


def again(engine: str) -> str:
    """The way out of a broken file: a model that is there is not fetched."""
    return f"fetch it again: acore models remove {engine}, acore models get {engine}."


def present(folder: Path, files: Collection[str], engine: str) -> None:
    """Raise EngineRefused where the folder lacks one of the files."""
    lacking = [file for file in files if not (folder / file).is_file()]
    if lacking:
        told = f"{folder.absolute()} lacks {', '.join(lacking)}, which {engine} needs: acore models get {engine}"
        told += f", with tts.engines.{engine}.folder unset; or put them there"
        raise EngineRefused(told, engine=engine)
