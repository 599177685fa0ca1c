"""The plot of the race: every number stands beside its bar, and the longest bar is as wide as the plot."""

from xml.etree import ElementTree

from migration_lab.racing.bars import WIDTH, drawn
from migration_lab.racing.lap import Lap

LAPS = (Lap("slow & sure", 3, 1, 10, 0, 4.0, 40.0, 4.0), Lap("raw", 2, 1, 10, 0, 1.0, 20.0, 0.0))
SVG = "{http://www.w3.org/2000/svg}"


def test_bars_are_as_long_as_their_numbers() -> None:
    picture = ElementTree.fromstring(drawn(LAPS))

    wide = [float(bar.get("width", "")) for bar in picture.iter("rect")]

    assert wide == [WIDTH, WIDTH / 4, WIDTH, WIDTH / 2, WIDTH, 1.0]


def test_every_number_is_written_in_words() -> None:
    picture = ElementTree.fromstring(drawn(LAPS))

    words = [text.text for text in picture.iter("text")]

    assert words == [
        *("Time", "slow & sure", "4.0 s", "raw", "1.0 s"),
        *("Peak memory", "slow & sure", "40 MB", "raw", "20 MB"),
        *("Longest write lock", "slow & sure", "4.0 s", "raw", "0 ms"),
    ]
    assert picture.get("role") == "img"
    assert picture.get("aria-label")
