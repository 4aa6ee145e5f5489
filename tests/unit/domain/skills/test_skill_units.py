import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.skills.measures import KINDS, UNITS
from acore.domain.skills.units import units


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("10 miles in km", "10 mi = 16.09344 km"),
        ("convert 10 km to miles", "10 km ≈ 6.213711922 mi"),
        ("how far is 10 miles in kilometres?", "10 mi = 16.09344 km"),
        ("how many km is 10 miles", "10 mi = 16.09344 km"),
        ("How many grams in 3 pounds?", "3 lb = 1,360.77711 g"),
        ("how many seconds in a day", "1 day = 86,400 s"),
        ("how many minutes are in an hour", "1 h = 60 min"),
        ("how many days in a year", "1 year = 365 days"),
        ("how many cm in inch", "1 in = 2.54 cm"),
        ("half a mile in metres", "0.5 mi = 804.672 m"),
        ("5kg in lbs", "5 kg ≈ 11.02311311 lb"),
        ("10 in to cm", "10 in = 25.4 cm"),
        ("10 in in cm", "10 in = 25.4 cm"),
        ("5 feet 10 inches in cm", "5 ft 10 in = 177.8 cm"),
        ("5'10\" in cm", "5 ft 10 in = 177.8 cm"),
        ("3 lb 4 oz in kg", "3 lb 4 oz = 1.4741752025 kg"),
        ("100 f to c", "100 °F ≈ 37.77777778 °C"),
        ("-40 degrees celsius in fahrenheit", "-40 °C = -40 °F"),
        ("how hot is 100°C in °F?", "100 °C = 212 °F"),
        ("0 c in kelvin", "0 °C = 273.15 K"),
        ("2 gb in mb", "2 GB = 2,000 MB"),
        ("1 GiB in MiB", "1 GiB = 1,024 MiB"),
        ("100 mbit to mb", "100 Mbit = 12.5 MB"),
        ("100 km/h in mph", "100 km/h ≈ 62.13711922 mph"),
        ("how many liters are in 2 gallons?", "2 gal = 7.570823568 l"),
        ("1 acre in m2", "1 acre = 4,046.8564224 m²"),
        ("1,500 m in km", "1,500 m = 1.5 km"),
        ("10 Meilen in km", "10 Meilen = 16,09344 km"),
        ("Wie viel Gramm sind 3 Pfund?", "3 Pfund = 1.500 g"),
        ("wie viele Tage hat ein Jahr", "1 Jahr = 365 Tage"),
        ("wie viele minuten sind 2,5 stunden", "2,5 h = 150 min"),
        ("wie warm sind 20 grad celsius in fahrenheit", "20 °C = 68 °F"),
        ("10 miles in kg", "mi measures length and kg measures mass: there is no way from one to the other."),
        ("3 Tage in Pfund", "Tage misst Zeit, Pfund misst Masse: Das lässt sich nicht umrechnen."),
        ("5 ft 10 kg in cm", "ft measures length and kg measures mass: there is no way from one to the other."),
    ],
)
def test_a_measure_is_converted(asked: str, answer: str) -> None:
    assert units(asked) == answer


@pytest.mark.parametrize(
    "asked",
    [
        "", "10", "miles", "10 miles", "100 EUR in USD", "convert 3 files to pdf", "5 minutes to midnight",
        "How many days in a week do I have to work?", "How many hours in a day is the office open?",
        "how long is 5 in the queue", "10 miles in", "How many days of leave do I have?", "2 weeks in May",
        "is 10 miles in km a lot?", "how many g in the G7", "1.2.3 m in km", "How many bytes may a file have?",
    ],
)  # fmt: skip
def test_what_is_no_conversion_is_left_alone(asked: str) -> None:
    assert units(asked) is None


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.integers(0, 10**6))
def test_every_pair_of_units_has_an_answer(one: str, other: str, number: int) -> None:
    assert units(f"{number} {one} in {other}") is not None


def test_every_kind_has_a_german_name() -> None:
    assert {unit.kind for unit in UNITS.values()} == set(KINDS)
