import subprocess
import sys


def test_its_settings_load_no_library() -> None:
    heavy = ("numpy", "onnxruntime", "webrtcvad", "faster_whisper")
    code = (
        "import sys; from acore.adapters.engines import settings_for\n"
        "for name in ('silero', 'webrtc', 'energy'): settings_for('vad', {'engine': name})\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
