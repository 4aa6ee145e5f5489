import os
import subprocess
import sys
from pathlib import Path


def test_its_settings_load_no_library() -> None:
    heavy = ("numpy", "onnxruntime", "webrtcvad", "faster_whisper")
    code = (
        "import sys; from acore.adapters.engines import settings_for\n"
        "for name in ('silero', 'webrtc', 'energy'): settings_for('vad', {'engine': name})\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_library_of_the_default_one_keeps_and_sends_nothing(tmp_path: Path) -> None:
    code = (
        "import asyncio\n"
        "from acore.adapters.engines import load\n"
        "from acore.testing import engine_context\n"
        "silero = load('vad', 'silero')\n"
        "async def opened():\n"
        "    async with silero(silero.Settings(), engine_context()): pass\n"
        "asyncio.run(opened())"
    )
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    here = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", code], env={**kept, **here}, check=True)
    assert list(tmp_path.iterdir()) == []
