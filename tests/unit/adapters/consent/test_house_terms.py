"""Where what members say goes, as the settings have it."""

import pytest

from acore.adapters.consent.terms import HouseTerms, station
from acore.adapters.llm.plan import Plan
from acore.domain.consent import Station
from acore.interfaces import EngineSettings
from acore.settings import Settings


class Outside(EngineSettings):
    engine: str = "made elsewhere"


class Server(EngineSettings):
    engine: str = "openai"
    base_url: str


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://api.openai.com/v1", "api.openai.com"),
        ("http://127.0.0.1:8000/v1", ""),
        ("http://[::1]:8000/v1", ""),
        ("http://localhost:11434", ""),
        ("http://192.168.1.9:11434", "192.168.1.9"),
    ],
)
def test_a_server_is_where_its_address_is(address: str, host: str) -> None:
    assert station("stt", Server(base_url=address)) == Station("openai", host)


def test_an_engine_without_an_address_is_here_if_it_is_ours() -> None:
    assert station("stt", Settings().stt.selected()) == Station("pocketsphinx")
    assert station("tts", Outside()) == Station("made elsewhere", None)


def nobody(_told: object) -> None:
    """Nothing changes."""


def test_the_terms_name_all_who_may_get_something() -> None:
    far = Server(base_url="https://far.example/v1")
    terms = HouseTerms(
        listening={"a": Settings().stt.selected(), "b": far},
        speaking={"a": Settings().tts.selected()},
        converting=Outside(),
        answering=lambda: (Station("mind"), Station("mind")),
        finding={"embedder": far, "reranker": None, "vector_store": Settings().vector_store.selected()},
        watch=nobody,
    )()
    assert terms.sound_to == (Station("pocketsphinx"), Station("openai", "far.example"))
    assert terms.answers_to == (Station("espeak"), Station("made elsewhere", None))
    assert terms.words_to == (Station("mind"), Station("openai", "far.example"))


def test_other_terms_hold_as_soon_as_another_model_answers() -> None:
    models = [Station("here")]
    terms = HouseTerms(listening={}, speaking={}, converting=None, answering=lambda: models, finding={}, watch=nobody)
    before = terms().version
    models.append(Station("there", "far.example"))
    assert terms().version != before


def test_a_plan_tells_of_every_model_that_may_answer() -> None:
    plan = Plan("a", {"a": Settings().llm.selected(), "b": Server(base_url="https://far.example/v1")}, ("b",))
    assert plan.terms.stations == (Station("extractive"), Station("openai", "far.example"))
