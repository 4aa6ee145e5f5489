from acore.simulator.model import Payload
from acore.simulator.page import offers
from acore.simulator.world import WorldEvent
from tests.unit.simulator_page.house import House

TEXT = {"type": 4, "custom_id": "q", "style": 2, "label": "What?", "min_length": 1, "max_length": 100}
MODAL: Payload = {
    "title": "A question",
    "custom_id": "m",
    "components": [
        {"type": 1, "components": [TEXT]},
        {"type": 10, "content": "A word between."},
        {
            "type": 18,
            "label": "Who?",
            "description": "By name",
            "component": {"type": 4, "custom_id": "n", "style": 1, "required": False, "value": "Ada"},
        },
    ],
}


def test_buttons_are_found_row_by_row_wherever_they_stand() -> None:
    again = {"type": 2, "style": 2, "custom_id": "again", "emoji": {"name": "🔁"}}
    link = {"type": 2, "style": 5, "label": "Read", "url": "https://docs.example", "disabled": True}
    menu = {"type": 1, "components": [{"type": 3, "custom_id": "menu", "options": []}]}
    container = {"type": 17, "components": [{"type": 10, "content": "x"}, {"type": 1, "components": [link]}]}
    rows = offers.buttons([{"type": 1, "components": [again]}, menu, container])
    assert rows == [
        [{"id": "again", "label": "", "emoji": "🔁", "style": 2, "disabled": False, "url": None}],
        [{"id": None, "label": "Read", "emoji": "", "style": 5, "disabled": True, "url": "https://docs.example"}],
    ]


def test_a_form_has_its_fields_with_their_bounds_and_the_text_between() -> None:
    form = offers.form(MODAL)
    assert form["title"] == "A question"
    what, between, who = form["parts"]
    assert what == {
        "id": "q",
        "label": "What?",
        "about": "",
        "paragraph": True,
        "required": True,
        "least": 1,
        "most": 100,
        "value": "",
        "placeholder": "",
    }
    assert between == {"text": "A word between."}
    assert (who["label"], who["about"], who["value"]) == ("Who?", "By name", "Ada")
    assert (who["paragraph"], who["required"], who["most"]) == (False, False, 4000)


def test_a_form_is_shown_to_whoever_asked_alone(house: House) -> None:
    seat = house.seat
    event = WorldEvent("modal", house.general.id, user=house.ada, modal=MODAL, interaction_id="7")
    view = seat.event(event)
    assert view
    assert (view["kind"], view["id"], view["title"]) == ("modal", "7", "A question")
    foreign = WorldEvent("modal", house.general.id, user=house.bob, modal=MODAL, interaction_id="8")
    assert seat.event(foreign) is None


def test_a_message_says_which_button_it_answers(house: House) -> None:
    plain = house.bot_says("Hi")
    thanks = house.bot_says("Thank you", metadata={"interacted_message_id": plain.id})
    assert house.seat.message(plain)["pressed"] is None
    assert house.seat.message(thanks)["pressed"] == plain.id


def test_the_menu_of_a_message_has_the_guilds_commands_by_name(house: House) -> None:
    other = house.world.add_guild("Elsewhere")
    registry = house.world.registry
    registry.overwrite(None, [{"type": 3, "name": "Explain"}, {"type": 3, "name": "Ask about this"}])
    registry.overwrite(house.guild.id, [{"type": 3, "name": "Explain"}, {"type": 2, "name": "Wave"}])
    registry.overwrite(other.id, [{"type": 3, "name": "Not here"}])
    assert house.seat.state()["apps"] == ["Ask about this", "Explain"]
