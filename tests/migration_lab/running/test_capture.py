import os

import pytest

from migration_lab.running.capture import Capture


def captured(*pieces: bytes, kept: int = 20) -> str:
    reading, writing = os.pipe()
    capture = Capture(reading, kept)
    for piece in pieces:
        os.write(writing, piece)
    os.close(writing)
    return capture.text(10)


@pytest.mark.parametrize("pieces", [(), (b"",), (b"a", b"b"), (b"a" * 20,), (b"a" * 10, b"b" * 10)])
def test_what_fits_is_kept_whole(pieces: tuple[bytes, ...]) -> None:
    assert captured(*pieces) == b"".join(pieces).decode()


def test_beginning_and_end_are_kept_and_the_rest_is_counted() -> None:
    assert captured(b"0123456789", b"x" * 5000, b"abcdefghij") == (
        "0123456789\n… 5,000 bytes of output are left out here …\nabcdefghij"
    )


def test_a_flood_is_counted_too() -> None:
    told = captured(*[b"x" * 65_536] * 100)

    assert told == f"{'x' * 10}\n… 6,553,580 bytes of output are left out here …\n{'x' * 10}"


def test_bytes_that_are_no_utf_8_become_visible_and_line_ends_are_one() -> None:
    assert captured(b"caf\xe9\r\nok\n") == "caf\N{REPLACEMENT CHARACTER}\nok\n"


def test_a_letter_cut_in_two_becomes_visible() -> None:
    assert captured("é".encode() * 20, kept=10).startswith("éé\N{REPLACEMENT CHARACTER}\n… 30 bytes")


def test_somebody_who_keeps_the_pipe_open_is_not_waited_for() -> None:
    reading, writing = os.pipe()
    capture = Capture(reading)
    os.write(writing, b"said")

    told = capture.text(0.2)

    os.close(writing)
    assert told == "said"
    assert capture.text(10) == "said"
