import pytest

from acore.adapters.llm.answering.asking import Wanted, wanted_by
from acore.adapters.llm.answering.forms import Kind, Measure
from acore.adapters.llm.answering.signs import fits


@pytest.mark.parametrize(
    ("question", "kind", "measure"),
    [
        ("How many seats are there?", "number", "count"), ("What does it cost?", "number", "money"),
        ("Wie teuer ist das?", "number", "money"), ("How many days do I have?", "number", "duration"),
        ("how much sugar goes in", "number", "quantity"), ("Wie viel kostet der Ausweis?", "number", "money"),
        ("How old is she?", "number", "age"), ("wie oft fährt der Bus", "number", "frequency"),
        ("What is the phone number of Ada?", "number", "phone"), ("How long does it take?", "number", "duration"),
        ("When does it open?", "time", ""), ("Wann ist Schluss?", "time", ""), ("On which days is it?", "time", "day"),
        ("How much does the chest weigh?", "number", "weight"), ("Was wiegt die Truhe?", "number", "weight"),
        ("How much does the tank hold?", "number", "quantity"), ("How much did it cost to hold?", "number", "money"),
        ("How long is the jetty?", "number", "extent"), ("Wie lang ist der Steg?", "number", "extent"),
        ("Um wie viel Uhr beginnt es?", "time", "clock"), ("How much in advance do I book?", "number", "duration"),
        ("In welchem Jahr war das?", "time", "year"), ("What are the opening hours?", "time", "clock"),
        ("How do I start?", "steps", ""), ("Wie kann ich starten?", "steps", ""),
        ("What are the steps when I start?", "steps", ""),
        ("Who wrote it?", "person", ""), ("Wer war das?", "person", ""), ("Where is it?", "place", ""),
        ("Wo ist es?", "place", ""), ("Why is it slow?", "reason", ""), ("Warum?", "reason", ""),
        ("Which colours are there?", "choice", ""), ("Welche Farben gibt es?", "choice", ""),
        ("What is a guild?", "meaning", ""), ("Was ist das?", "meaning", ""), ("Is it free?", "yes-no", ""),
        ("Darf ich das?", "yes-no", ""), ("Is the old one bigger than the new one?", "compare", ""),
        ("What is the cat called?", "name", ""), ("", "other", ""), ("and in winter?", "other", ""),
        ("可能ですか。", "yes-no", ""), ("いつ開きますか", "time", ""), ("誰が作りましたか", "person", ""),
        ("なぜですか", "reason", ""), ("部屋は何室ありますか", "number", "count"), ("一回いくら？", "number", "money"),
        ("どこにありますか", "place", ""), ("Can you tell me when it opens?", "time", ""),
    ],
)  # fmt: skip
def test_the_kind_of_answer_is_read_from_the_question(question: str, kind: Kind, measure: Measure) -> None:
    wanted = wanted_by(question)
    assert (wanted.kind, wanted.measure) == (kind, measure)


@pytest.mark.parametrize("text", ["The jetty is 1.2 m long.", "The lease runs for 5 years."])
def test_what_is_long_may_be_a_thing_or_a_time(text: str) -> None:
    assert fits(Wanted("number", "extent"), text) == 1
    assert not fits(Wanted("number", "extent"), "The jetty was blue in 1974.")


@pytest.mark.parametrize(
    ("question", "focus", "unit"),
    [
        ("How many of the road cards are in the box?", "road cards", ""),
        ("Which ship goes to Lorne?", "ship", ""),
        ("Wie viele Bücher hat sie?", "Bücher", ""),
        ("How many weeks of leave are there?", "", "weeks"),
        ("部屋は何室ありますか", "室", ""),
        ("本はどのくらい借りられますか", "", ""),
        ("When is it?", "", ""),
    ],
)
def test_what_is_counted_or_chosen_is_read_as_well(question: str, focus: str, unit: str) -> None:
    wanted = wanted_by(question)
    assert (wanted.focus, wanted.unit) == (focus, unit)


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        (Wanted("number", "count"), "There are 12 seats.", 1), (Wanted("number", "count"), "There are seats.", 0),
        (Wanted("number", "money"), "It costs 12 €.", 1), (Wanted("number", "money"), "It takes 12 days.", 0),
        (Wanted("number", "money"), "入館料は200円です。", 1), (Wanted("number", "duration"), "half an hour", 1),
        (Wanted("number", "duration"), "Nine years later she left.", 0), (Wanted("number", "length"), "3 km", 1),
        (Wanted("number", "length"), "I am 3 years old.", 0), (Wanted("number", "phone"), "Ring 030 123456.", 1),
        (Wanted("number", "frequency"), "It runs every hour.", 1), (Wanted("number", "height"), "1,25 Meter", 1),
        (Wanted("time"), "It opens at 9:00.", 1), (Wanted("time"), "Am 3. Mai.", 1), (Wanted("time"), "It opens.", 0),
        (Wanted("time", "day"), "You may go.", 0), (Wanted("time", "day"), "In May it opens.", 1),
        (Wanted("time", "clock"), "Between 24 and 26 December", 0.3),
        (Wanted("person"), "It was written by Ada Lovelace.", 1), (Wanted("person"), "it was written", 0),
        (Wanted("person"), "It is for members.", 0.6), (Wanted("person"), "担当は島田ゆりさんです。", 1),
        (Wanted("place"), "It is in the cellar.", 0.85), (Wanted("place"), "It is big.", 0),
        (Wanted("reason"), "Because it is old.", 1), (Wanted("reason"), "It is old.", 0),
        (Wanted("reason"), "からすが袋を破るからです。", 1), (Wanted("reason"), "10時から17時までです。", 0),
        (Wanted("name"), "The cat is called Tom.", 1), (Wanted("name"), "A cat was found.", 0),
        (Wanted("meaning"), "A guild is a server.", 1), (Wanted("steps"), "Press it.", 1), (Wanted("other"), "12", 1),
    ],
)  # fmt: skip
def test_a_text_shows_whether_it_has_the_mark_of_such_an_answer(wanted: Wanted, text: str, expected: float) -> None:
    assert fits(wanted, text) == pytest.approx(expected)
