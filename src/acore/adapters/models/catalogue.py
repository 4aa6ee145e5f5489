"""The models that can be fetched: data alone.

Addresses of hubs name a commit, so that what stands there stays as it is. Sizes and digests are those that the makers
and others who fetched the files have published.
"""

from acore.domain.model_files import Model, ModelFile

_HUB = "https://huggingface.co"
_KOKORO = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0"
_SUPERTONIC = f"{_HUB}/Supertone/supertonic-3/resolve/3cadd1ee6394adea1bd021217a0e650ede09a323"


def _whisper(size: str, commit: str, about: str, weights: tuple[int, str], config: tuple[int, str]) -> Model:
    """One of the sizes, which have all but their weights in common."""
    at = f"{_HUB}/Systran/faster-whisper-{size}/resolve/{commit}"
    files = {
        "model.bin": weights,
        "config.json": config,
        "tokenizer.json": (2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"),
        "vocabulary.txt": (459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"),
    }
    return Model(
        name=f"whisper-{size}",
        slot="stt",
        engine="whisper",
        choice=f"stt/whisper/{size}",
        about=about,
        licence="MIT",
        files=tuple(ModelFile(path, f"{at}/{path}", *told) for path, told in files.items()),
    )


_SUPERTONIC_FILES = {
    "onnx/duration_predictor.onnx": (3_700_147, "c3eb91414d5ff8a7a239b7fe9e34e7e2bf8a8140d8375ffb14718b1c639325db"),
    "onnx/text_encoder.onnx": (36_416_150, "c7befd5ea8c3119769e8a6c1486c4edc6a3bc8365c67621c881bbb774b9902ff"),
    "onnx/vector_estimator.onnx": (256_534_781, "883ac868ea0275ef0e991524dc64f16b3c0376efd7c320af6b53f5b780d7c61c"),
    "onnx/vocoder.onnx": (101_424_195, "085de76dd8e8d5836d6ca66826601f615939218f90e519f70ee8a36ed2a4c4ba"),
    "onnx/tts.json": (8_253, "42078d3aef1cd43ab43021f3c54f47d2d75ceb4e75f627f118890128b06a0d09"),
    "onnx/unicode_indexer.json": (277_676, "9bf7346e43883a81f8645c81224f786d43c5b57f3641f6e7671a7d6c493cb24f"),
    "voice_styles/F1.json": (292_046, "bbdec6ee00231c2c742ad05483df5334cab3b52fda3ba38e6a07059c4563dbc2"),
    "voice_styles/F2.json": (292_423, "7c722c6a72707b1a77f035d67f0d1351ba187738e06f7683e8c72b1df3477fc6"),
    "voice_styles/F3.json": (290_794, "12f6ef2573baa2defa1128069cb59f203e3ab67c92af77b42df8a0e3a2f7c6ab"),
    "voice_styles/F4.json": (291_808, "c2fa764c1225a76dfc3e2c73e8aa4f70d9ee48793860eb34c295fff01c2e032b"),
    "voice_styles/F5.json": (291_479, "45966e73316415626cf41a7d1c6f3b4c70dbc1ba2bee5c1978ef0ce33244fc8d"),
    "voice_styles/M1.json": (291_748, "e35604687f5d23694b8e91593a93eec0e4eca6c0b02bb8ed69139ab2ea6b0a5b"),
    "voice_styles/M2.json": (292_055, "b76cbf62bac707c710cf0ae5aba5e31eea1a6339a9734bfae33ab98499534a50"),
    "voice_styles/M3.json": (290_198, "ea1ac35ccb91b0d7ecad533a2fbd0eec10c91513d8951e3b25fbba99954e159b"),
    "voice_styles/M4.json": (291_522, "ca8eefad4fcd989c9379032ff3e50738adc547eeb5e221b82593a6d7b3bac303"),
    "voice_styles/M5.json": (291_469, "dd22b92740314321f8ae11c5e87f8dd60d060f15dd3a632b5adf77f471f77af2"),
    "LICENSE": (15_007, "0d944a9110fed9a9602d60e0423a272903e7bd21ab060490774efc77c2275e9f"),
}

MODELS = (
    Model(
        name="kokoro",
        slot="tts",
        engine="kokoro",
        choice="tts/kokoro",
        about="Kokoro 82M v1.0: a natural voice, best in English; 54 voices, nine languages",
        licence="Apache-2.0",
        files=(
            ModelFile(
                "kokoro-v1.0.onnx",
                f"{_KOKORO}/kokoro-v1.0.onnx",
                325_532_387,
                "7d5df8ecf7d4b1878015a32686053fd0eebe2bc377234608764cc0ef3636a6c5",
            ),
            ModelFile(
                "voices-v1.0.bin",
                f"{_KOKORO}/voices-v1.0.bin",
                28_214_398,
                "bca610b8308e8d99f32e6fe4197e7ec01679264efed0cac9140fe9c29f1fbf7d",
            ),
        ),
    ),
    Model(
        name="supertonic",
        slot="tts",
        engine="supertonic",
        choice="tts/supertonic",
        about="Supertonic 3: a quick, natural voice; ten voices, 31 languages",
        licence="OpenRAIL-M (its attachment A names uses that are not allowed)",
        files=tuple(ModelFile(path, f"{_SUPERTONIC}/{path}", *told) for path, told in _SUPERTONIC_FILES.items()),
    ),
    _whisper(
        "tiny",
        "d90ca5fe260221311c53c58e660288d3deb8d356",
        "Whisper tiny: 99 languages, quick, with mistakes",
        (75_538_270, "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1"),
        (2_249, "a73a28cdfe1c43ccc7202fa333d1f89c202477271407ae9a7f19afa52039cac8"),
    ),
    _whisper(
        "base",
        "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        "Whisper base: 99 languages, a good beginning on most machines",
        (145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"),
        (2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
    ),
    _whisper(
        "small",
        "536b0662742c02347bc0e980a01041f333bce120",
        "Whisper small: 99 languages, fewer mistakes, three times the work of base",
        (483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
        (2_370, "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
    ),
)
"""In the order in which they are listed."""
