"""The golden transcript: words that changed are told, and written only when the author accepts them."""

from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.exercises import catalogue
from migration_lab.exercises.exercise import Exercise
from migration_lab.judging import message
from migration_lab.judging.message import Line
from migration_lab.judging.verdict import Verdict
from migration_lab.selfcheck import transcript
from tests.migration_lab.judging.replays import exercise

MESSAGES = {"start": Verdict("not started", "02.9", "Keep the names", lines=(Line("Next", "begin"),))}
OTHER = {"start": Verdict("not started", "02.9", "Keep the names", lines=(Line("Next", "go on"),))}


@pytest.fixture
def names(tmp_path: Path) -> Exercise:
    return exercise(tmp_path)


def said(names: Exercise, messages: dict[str, Verdict]) -> list[str]:
    return [str(one) for one in transcript.problems(names, messages)]


def test_a_missing_transcript_is_told(names: Exercise) -> None:
    assert said(names, MESSAGES) == [
        "02_9_names (transcript): It has no `transcript.txt`. Read it, then `selfcheck --accept` writes it."
    ]


def test_an_accepted_transcript_is_no_problem(names: Exercise) -> None:
    assert transcript.accept(names, MESSAGES) == []

    assert said(names, MESSAGES) == []
    assert (names.folder / "transcript.txt").read_text(encoding="utf-8") == f"=== start\n{MESSAGES['start']}\n"


def test_changed_words_are_told(names: Exercise) -> None:
    transcript.accept(names, MESSAGES)

    assert said(names, OTHER) == [
        "02_9_names (transcript): The messages differ from `transcript.txt`: - “Next      begin”; + “Next      go on”. "
        "Read it, then `selfcheck --accept` writes it."
    ]
    assert said(names, MESSAGES) == []


def test_a_transcript_is_read_by_the_names_of_the_answers(names: Exercise) -> None:
    both = MESSAGES | {"wrong/one": OTHER["start"]}
    transcript.accept(names, both)

    assert transcript.read(names) == {name: str(verdict) for name, verdict in both.items()}


def test_a_transcript_that_is_missing_cannot_be_read(names: Exercise) -> None:
    with pytest.raises(LabError) as raised:
        transcript.read(names)

    assert str(raised.value) == (
        "Exercise 02.9 has no `transcript.txt`.\nHint: Read it, then `selfcheck --accept` writes it."
    )


@pytest.mark.parametrize("name", catalogue.names())
def test_reading_and_writing_every_message_of_an_exercise_are_inverse(name: str) -> None:
    one = catalogue.find(name)

    messages = transcript.read(one)

    assert transcript.text(messages) == (one.folder / "transcript.txt").read_text(encoding="utf-8")
    read = {answer: message.read(said) for answer, said in messages.items()}
    assert {answer: message.text(m.headline, m.title, m.lines) for answer, m in read.items()} == messages
