from acore.domain.call_attention import FOLLOWUP_S, Addressed, CallAttention
from acore.services.call_building import TalkOptions
from acore.services.call_options import CallOptions
from acore.settings import Settings


def reason(
    attention: CallAttention, user: str, text: str = "and then", now: float = 0.0, **about: object
) -> str | None:
    given = {"alone": False, "asker": None} | about
    found = attention.addressed(user, text, now, **given)  # type: ignore[arg-type]
    return found.reason if found else None


def test_among_several_people_it_answers_who_names_it() -> None:
    attention = CallAttention(["acore"])
    assert reason(attention, "ada") is None
    assert reason(attention, "ada", "acore what now") == "name"
    assert attention.addressed("ada", "Acore, was nun?", 0, alone=False, asker=None) == Addressed(
        "name", "was nun", "was nun?"
    )


def test_with_one_person_all_is_for_it() -> None:
    assert reason(CallAttention(["acore"]), "ada", alone=True) == "alone"


def test_who_is_being_answered_goes_on_without_its_name() -> None:
    attention = CallAttention(["acore"])
    assert reason(attention, "ada", asker="ada") == "followup"
    assert reason(attention, "bob", asker="ada") is None


def test_who_was_answered_may_go_on_for_a_while() -> None:
    attention = CallAttention(["acore"])
    attention.answered("ada", 100)
    assert reason(attention, "ada", now=120) == "followup"
    assert reason(attention, "ada", now=120.1) is None
    assert reason(attention, "bob", now=101) is None


def test_it_is_in_conversation_with_one_person_at_a_time() -> None:
    attention = CallAttention(["acore"])
    attention.answered("ada", 0)
    assert reason(attention, "ada", asker="bob") is None


def test_the_conversation_is_over_when_somebody_else_speaks_to_others() -> None:
    attention = CallAttention(["acore"])
    attention.answered("ada", 0)
    attention.overheard("ada")
    assert reason(attention, "ada") == "followup", "her own words do not end it"
    attention.overheard("bob")
    assert reason(attention, "ada") is None


def test_who_left_is_in_no_conversation() -> None:
    attention = CallAttention(["acore"])
    attention.answered("ada", 0)
    attention.forget("bob")
    assert reason(attention, "ada") == "followup"
    attention.forget("ada")
    assert reason(attention, "ada") is None


def test_the_settings_may_make_it_stricter_or_open_to_all() -> None:
    named = CallAttention(["acore"], answers="when named")
    named.answered("ada", 0)
    assert reason(named, "ada", alone=True, asker="ada") is None
    assert reason(named, "ada", "acore stop") == "name"
    assert reason(CallAttention([], answers="always"), "ada") == "always"


def test_the_follow_up_time_is_that_of_the_settings() -> None:
    assert Settings().voice.followup_s == CallOptions().followup_s == TalkOptions().followup_s == FOLLOWUP_S
