from hypothesis import given, settings
from hypothesis import strategies as st

from acore.domain.floor import Decision, Floor, FloorRules
from acore.domain.vocal_sounds import VoiceFrame

FRAME_S = 0.032
SPEECH = VoiceFrame(FRAME_S, 1.0, 0.4, 0.9)
HUM = VoiceFrame(FRAME_S, 0.9, 0.02, 0.95)
COUGH = VoiceFrame(FRAME_S, 0.9, 0.7, 0.2)
SILENCE = VoiceFrame(FRAME_S, 0.0, 0.0, 0.0)


class Scene:
    """A floor, and the time."""

    def __init__(self) -> None:
        self.floor = Floor()
        self.now = 10.0
        self.told: list[Decision] = []

    def hear(self, frame: VoiceFrame, seconds: float, user: str = "ada") -> list[Decision]:
        """What so much of this sound decides."""
        before = len(self.told)
        for _ in range(round(seconds / FRAME_S)):
            self.now += FRAME_S
            self.note(self.floor.hear(user, frame, self.now))
        return self.told[before:]

    def note(self, decision: Decision | None) -> Decision | None:
        self.told += [decision] if decision else []
        return decision


def spoken_to(user: str | None = "bob") -> Scene:
    scene = Scene()
    assert scene.floor.begin(user, scene.now) is None
    return scene


def test_whoever_speaks_stops_it_within_a_tenth_of_a_second() -> None:
    scene = spoken_to()
    began = scene.now
    assert scene.hear(SPEECH, 0.064) == []
    assert scene.hear(SPEECH, 0.032) == ["pause"]
    assert scene.now - began < 0.1
    assert scene.floor.is_paused
    assert scene.hear(SPEECH, 1) == [], "it is told once"


def test_nobody_stops_what_is_not_being_said() -> None:
    scene = Scene()
    assert scene.hear(SPEECH, 1) == []
    assert scene.floor.judge("ada", "meant", scene.now) is None
    assert not scene.floor.is_the_bots


def test_neither_a_hum_nor_a_cough_nor_a_click_stops_it() -> None:
    scene = spoken_to()
    assert scene.hear(HUM, 0.6) == []
    assert scene.hear(SILENCE, 0.3) == []
    assert scene.hear(COUGH, 0.4) == []
    assert scene.hear(SILENCE, 0.3) == []
    for _ in range(5):
        assert scene.hear(SPEECH, 0.032) == []
        assert scene.hear(SILENCE, 0.26) == []


def test_words_behind_a_hum_stop_it() -> None:
    scene = spoken_to()
    scene.hear(HUM, 0.3)
    assert scene.hear(SPEECH, 0.1) == ["pause"]


def test_it_goes_on_where_no_words_come_of_it() -> None:
    scene = spoken_to()
    scene.hear(SPEECH, 0.13)
    assert scene.hear(SILENCE, 0.26) == []
    assert scene.hear(SILENCE, 0.1) == ["resume"]
    assert not scene.floor.is_paused


def test_it_waits_for_the_words_of_a_turn_and_goes_on_where_they_were_nothing() -> None:
    scene = spoken_to()
    scene.hear(SPEECH, 0.3)
    scene.floor.expect("ada")
    assert scene.hear(SILENCE, 1.0) == []
    assert scene.floor.judge("ada", "nothing", scene.now) == "resume"


def test_it_does_not_wait_for_words_for_ever() -> None:
    scene = spoken_to()
    scene.hear(SPEECH, 0.3)
    scene.floor.expect("ada")
    assert scene.hear(SILENCE, 3.9) == []
    assert scene.floor.tick(scene.now + 0.2) == "resume"


def test_words_that_are_meant_for_it_take_the_floor() -> None:
    scene = spoken_to()
    scene.hear(SPEECH, 1)
    assert scene.floor.judge("ada", "meant", scene.now) == "yield"
    assert not scene.floor.is_the_bots
    assert scene.hear(SPEECH, 1) == []


def test_words_that_are_meant_for_it_take_the_floor_although_nothing_stopped_it() -> None:
    scene = spoken_to()
    scene.hear(HUM, 0.6)
    assert scene.floor.judge("ada", "meant", scene.now) == "yield"


def test_it_goes_on_behind_what_others_say_to_each_other_once_all_are_silent() -> None:
    scene = spoken_to()
    scene.hear(SPEECH, 0.5)
    scene.hear(SPEECH, 0.5, "eve")
    assert scene.floor.judge("ada", "aside", scene.now) is None, "eve speaks"
    assert scene.hear(SILENCE, 0.4) == ["resume"]


def test_what_was_stopped_for_long_is_given_up() -> None:
    scene = spoken_to()
    assert scene.hear(SPEECH, 7.9) == ["pause"]
    assert scene.floor.tick(scene.now + 0.3) == "yield"


def test_words_that_are_not_known_take_the_floor_where_they_are_long() -> None:
    for seconds, decided in ((0.4, "resume"), (1.0, "yield")):
        scene = spoken_to()
        scene.hear(SPEECH, seconds)
        assert scene.floor.judge("ada", "unknown", scene.now) == decided


def test_it_does_not_begin_while_somebody_speaks() -> None:
    scene = Scene()
    scene.hear(SPEECH, 0.5)
    assert scene.floor.begin("bob", scene.now) == "pause"
    assert scene.hear(SILENCE, 0.4) == ["resume"]


def test_it_waits_only_so_long_for_others_than_the_asker() -> None:
    for asker, decided in (("bob", ["resume"]), ("ada", [])):
        scene = Scene()
        scene.hear(SPEECH, 0.5)
        scene.floor.begin(asker, scene.now)
        assert scene.hear(SPEECH, 4.2) == []
        scene.note(scene.floor.tick(scene.now))
        assert scene.told == decided
        assert scene.hear(SPEECH, 1) == [], "it speaks in spite of them now"


def test_who_was_overruled_is_heard_again_once_they_were_silent() -> None:
    scene = Scene()
    scene.hear(SPEECH, 0.5)
    scene.floor.begin("bob", scene.now)
    scene.hear(SPEECH, 4.2)
    assert scene.floor.tick(scene.now) == "resume"
    scene.hear(SILENCE, 0.4)
    assert scene.hear(SPEECH, 0.2) == ["pause"]


def test_a_question_of_somebody_else_does_not_end_what_has_not_begun() -> None:
    scene = Scene()
    scene.hear(SPEECH, 0.5)
    scene.floor.begin("bob", scene.now)
    assert scene.floor.judge("ada", "meant", scene.now) == "resume"
    scene = Scene()
    scene.hear(SPEECH, 0.5)
    scene.floor.begin("ada", scene.now)
    assert scene.floor.judge("ada", "meant", scene.now) == "yield"


def test_it_waits_for_the_words_of_the_asker_before_it_begins() -> None:
    scene = Scene()
    scene.hear(SPEECH, 0.5)
    scene.floor.expect("ada")
    scene.hear(SILENCE, 0.5)
    assert scene.floor.begin("ada", scene.now) == "pause"
    assert Floor().begin("ada", scene.now) is None


def test_an_echo_stops_it_by_its_words_alone() -> None:
    scene = spoken_to()
    scene.floor.distrust("ada")
    assert scene.hear(SPEECH, 1) == []
    assert scene.floor.judge("ada", "meant", scene.now) == "yield"
    assert scene.floor.begin("bob", scene.now + 1) is None
    scene.floor.leave("ada", scene.now)
    assert scene.hear(SPEECH, 0.1) == ["pause"], "who comes again is a new person"


def test_who_leaves_in_the_middle_of_a_word_is_not_waited_for() -> None:
    scene = spoken_to()
    scene.hear(SPEECH, 0.5)
    scene.floor.expect("ada")
    assert scene.floor.leave("ada", scene.now) == "resume"
    assert scene.floor.leave("nobody", scene.now) is None


users = st.sampled_from(("ada", "bob", "eve"))
acts = st.one_of(
    st.tuples(st.just("begin"), users),
    st.tuples(st.just("end"), users),
    st.tuples(st.sampled_from(("speech", "silence", "hum")), users),
    st.tuples(st.just("expect"), users),
    st.tuples(st.sampled_from(("nothing", "aside", "meant", "unknown")), users),
    st.tuples(st.just("distrust"), users),
    st.tuples(st.just("leave"), users),
    st.tuples(st.just("wait"), st.just("")),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(acts, max_size=80))
def test_whatever_happens_it_pauses_what_plays_resumes_what_is_paused_and_ends(script: list[tuple[str, str]]) -> None:  # noqa: C901
    rules, floor, now = FloorRules(), Floor(), 0.0
    plays, paused_at = False, None
    frames = {"speech": SPEECH, "silence": SILENCE, "hum": HUM}

    def follow(decision: Decision | None) -> None:
        nonlocal plays, paused_at
        if decision == "pause":
            assert plays
            assert paused_at is None
            paused_at = now
        elif decision == "resume":
            assert paused_at is not None
            paused_at = None
        elif decision == "yield":
            assert plays
            plays, paused_at = False, None
        assert floor.is_the_bots == plays
        assert floor.is_paused == (paused_at is not None)

    for act, user in script:
        now += 0.3 if act == "wait" else FRAME_S
        if act == "begin":
            plays, paused_at = True, None
            follow(floor.begin(user, now))
        elif act == "end":
            floor.end()
            plays, paused_at = False, None
        elif act in frames:
            for _ in range(4):
                now += FRAME_S
                follow(floor.hear(user, frames[act], now))
        elif act == "expect":
            floor.expect(user)
        elif act == "distrust":
            floor.distrust(user)
        elif act == "leave":
            follow(floor.leave(user, now))
        elif act == "wait":
            follow(floor.tick(now))
        else:
            follow(floor.judge(user, act, now))  # type: ignore[arg-type]
    if paused_at is not None:
        now += max(rules.words_s, rules.longest_pause_s)
        follow(floor.tick(now))
    assert paused_at is None, "nothing is waited for without end"
