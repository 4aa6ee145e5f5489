"""The units of measure that acore knows, by every name they go by."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: so many of its kind's base, counted from `zero` (temperatures do not begin at nothing).

    `english` and `german` are how it is written, as ``one|many`` where those differ.
    """

    kind: str
    english: str
    german: str
    factor: Fraction
    zero: Fraction = Fraction(0)

    def written(self, number: Fraction, *, german: bool) -> str:
        """The unit's name behind a number."""
        one, _, many = (self.german if german else self.english).partition("|")
        return one if number == 1 or not many else many


KINDS = {
    "length": "Länge", "mass": "Masse", "volume": "Volumen", "area": "Fläche", "speed": "Geschwindigkeit",
    "time": "Zeit", "data": "Datenmenge", "temperature": "Temperatur",
}  # fmt: skip
"""What a unit measures, and the German word for it."""

# Exact by definition: the international yard and pound of 1959, the gallon of 231 cubic inches, SI and IEC prefixes.
_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("length", "m", "", "1", "m meter meters metre metres metern"),
    ("length", "km", "", "1000", "km kms kilometer kilometers kilometre kilometres kilometern"),
    ("length", "cm", "", "0.01", "cm centimeter centimeters centimetre centimetres zentimeter zentimetern"),
    ("length", "mm", "", "0.001", "mm millimeter millimeters millimetre millimetres millimetern"),
    ("length", "mi", "Meile|Meilen", "1609.344", "mi mile miles meile meilen"),
    ("length", "yd", "", "0.9144", "yd yds yard yards"),
    ("length", "ft", "Fuß", "0.3048", "ft foot feet fuß fuss '"),
    ("length", "in", "Zoll", "0.0254", 'in inch inches zoll "'),
    ("length", "nmi", "Seemeile|Seemeilen", "1852", "nmi nautical_mile nautical_miles seemeile seemeilen"),
    ("mass", "kg", "", "1", "kg kgs kilo kilos kilogram kilograms kilogramm"),
    ("mass", "g", "", "0.001", "g gr gram grams gramm gramme"),
    ("mass", "mg", "", "0.000001", "mg milligram milligrams milligramm"),
    ("mass", "t", "", "1000", "t tonne tonnes tonnen metric_ton metric_tons"),
    ("mass", "lb", "lb", "0.45359237", "lb lbs pound pounds"),
    ("mass", "metric pound|metric pounds", "Pfund", "0.5", "pfund"),
    ("mass", "oz", "Unze|Unzen", "0.028349523125", "oz ounce ounces unze unzen"),
    ("mass", "st", "", "6.35029318", "st stone stones"),
    ("volume", "l", "", "1", "l liter liters litre litres litern"),
    ("volume", "ml", "", "0.001", "ml milliliter milliliters millilitre millilitres"),
    ("volume", "cl", "", "0.01", "cl centiliter centiliters centilitre centilitres zentiliter"),
    ("volume", "m³", "", "1000", "m³ m3 cubic_meter cubic_meters cubic_metre cubic_metres kubikmeter"),
    ("volume", "gal", "Gallone|Gallonen", "3.785411784", "gal gallon gallons gallone gallonen"),
    ("volume", "qt", "", "0.946352946", "qt quart quarts"),
    ("volume", "pt", "Pint|Pints", "0.473176473", "pt pint pints"),
    ("volume", "cup|cups", "Tasse|Tassen", "0.2365882365", "cup cups tasse tassen"),
    ("volume", "fl oz", "", "0.0295735295625", "floz fl_oz fluid_ounce fluid_ounces"),
    ("volume", "tbsp", "EL", "0.01478676478125", "tbsp tablespoon tablespoons esslöffel el"),
    ("volume", "tsp", "TL", "0.00492892159375", "tsp teaspoon teaspoons teelöffel tl"),
    ("area", "m²", "", "1", "m² m2 sqm square_meter square_meters square_metre square_metres quadratmeter"),
    ("area", "km²", "", "1000000", "km² km2 square_kilometer square_kilometers square_kilometre quadratkilometer"),
    ("area", "ha", "", "10000", "ha hectare hectares hektar"),
    ("area", "acre|acres", "Acre|Acres", "4046.8564224", "acre acres"),
    ("area", "ft²", "", "0.09290304", "ft² ft2 sqft square_foot square_feet quadratfuß"),
    ("speed", "km/h", "", "1/3.6", "km/h kmh kph"),
    ("speed", "mph", "", "0.44704", "mph mi/h"),
    ("speed", "m/s", "", "1", "m/s mps"),
    ("speed", "kn", "kn", "1852/3600", "kn knot knots knoten"),
    ("time", "ms", "", "0.001", "ms millisecond milliseconds millisekunde millisekunden"),
    ("time", "s", "", "1", "s sec secs second seconds sekunde sekunden"),
    ("time", "min", "", "60", "min mins minute minutes minuten"),
    ("time", "h", "", "3600", "h hr hrs hour hours std stunde stunden"),
    ("time", "day|days", "Tag|Tage", "86400", "d day days tag tage tagen"),
    ("time", "week|weeks", "Woche|Wochen", "604800", "wk wks week weeks woche wochen"),
    ("time", "year|years", "Jahr|Jahre", "31536000", "yr yrs year years jahr jahre jahren"),
    ("data", "bit|bits", "Bit", "0.125", "bit bits"),
    ("data", "Mbit", "", "125000", "mbit megabit megabits"),
    ("data", "Gbit", "", "125000000", "gbit gigabit gigabits"),
    ("data", "B", "", "1", "byte bytes"),
    ("data", "kB", "", "1000", "kb kilobyte kilobytes"),
    ("data", "MB", "", "1000000", "mb megabyte megabytes"),
    ("data", "GB", "", "1000000000", "gb gigabyte gigabytes"),
    ("data", "TB", "", "1000000000000", "tb terabyte terabytes"),
    ("data", "KiB", "", "1024", "kib kibibyte kibibytes"),
    ("data", "MiB", "", "1048576", "mib mebibyte mebibytes"),
    ("data", "GiB", "", "1073741824", "gib gibibyte gibibytes"),
    ("data", "TiB", "", "1099511627776", "tib tebibyte tebibytes"),
)
_DEGREES: tuple[tuple[str, str, str, str], ...] = (
    ("°C", "1", "273.15", "°c c celsius"),
    ("K", "1", "0", "k kelvin"),
    ("°F", "5/9", "459.67", "°f f fahrenheit"),
)


def _fraction(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or "1")


def _named() -> dict[str, Unit]:
    known: dict[str, Unit] = {}
    for kind, english, german, factor, names in _ROWS:
        known |= dict.fromkeys(names.split(), Unit(kind, english, german or english, _fraction(factor)))
    for symbol, factor, zero, names in _DEGREES:
        degrees = Unit("temperature", symbol, symbol, _fraction(factor), Fraction(zero))
        known |= dict.fromkeys(names.split(), degrees)
    return {name.replace("_", " "): unit for name, unit in known.items()}


UNITS = _named()
"""Every unit by each of its names, in lower case; a year is the calendar's 365 days."""
