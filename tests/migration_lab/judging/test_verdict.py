"""A verdict: seven kinds, one value, three faces that say the same."""

import json
import re

import pytest

from migration_lab.judging.message import Line
from migration_lab.judging.verdict import KINDS, Kind, Verdict

LINES = (Line("Expected", "Ada"), Line("Found", "name is '' in 3 of 3 rows of users <b>"))
NOT_YET = Verdict("not yet", "02.1", "Rename", 2, ("r.head",), "r.kept", LINES, ("a.py, line 3: <x>",))


def test_there_are_seven_verdicts() -> None:
    assert KINDS == (
        "done",
        "done, with a note",
        "not yet",
        "not started",
        "your migration raised",
        "lab state is off",
        "our checker broke",
    )


@pytest.mark.parametrize(
    ("kind", "headline", "done"),
    [
        ("done", "Done: 1 of 2 hold", True),
        ("done, with a note", "Done, with a note: 1 of 2 hold", True),
        ("not yet", "Not yet: 1 of 2 hold", False),
        ("not started", "Not started", False),
        ("your migration raised", "Your migration raised: 1 of 2 hold", False),
        ("lab state is off", "Lab state is off", False),
        ("our checker broke", "Our checker broke", False),
    ],
)
def test_a_verdict_is_said_in_words(kind: Kind, headline: str, done: bool) -> None:
    verdict = Verdict(kind, "02.1", "Rename", 2, ("r.head",))

    assert (verdict.headline, verdict.done) == (headline, done)


def test_the_text() -> None:
    assert (
        str(NOT_YET)
        == repr(NOT_YET)
        == (
            "Not yet: 1 of 2 hold                                    02.1 Rename\n"
            "  Expected  Ada\n"
            "  Found     name is '' in 3 of 3 rows of users <b>"
        )
    )


def test_the_html_is_a_status_with_words_for_the_verdict_and_a_folded_trace() -> None:
    html = NOT_YET._repr_html_()

    assert html.startswith(
        '<div class="migration-lab-verdict" role="status" data-verdict="not yet" data-criterion="r.kept">'
        "<p><strong>Not yet: 1 of 2 hold</strong> · 02.1 Rename</p><table>"
    )
    assert html.endswith(
        "<details><summary>Your lines on the way to the error</summary>"
        "<pre>a.py, line 3: &lt;x&gt;</pre></details></div>"
    )
    assert "color" not in html


def test_the_json() -> None:
    assert json.loads(NOT_YET.json) == {
        "verdict": "not yet",
        "exercise": "02.1",
        "title": "Rename",
        "criteria": 2,
        "holds": ["r.head"],
        "criterion": "r.kept",
        "headline": "Not yet: 1 of 2 hold",
        "lines": [
            {"label": "Expected", "words": "Ada"},
            {"label": "Found", "words": "name is '' in 3 of 3 rows of users <b>"},
        ],
        "trace": ["a.py, line 3: <x>"],
        "report": "",
    }


def test_all_faces_say_the_same_words() -> None:
    html = re.sub(r"<[^>]+>", " ", NOT_YET._repr_html_()).replace("&#x27;", "'").replace("&lt;", "<")

    for face in (str(NOT_YET), html, NOT_YET.json):
        assert all(line.words.removesuffix(" <b>") in face for line in NOT_YET.lines)
        assert NOT_YET.headline in face
    assert "| Expected | Ada |" in NOT_YET._repr_markdown_()


def test_two_failures_are_the_same_when_verdict_and_criterion_are() -> None:
    other = Verdict("not yet", "02.1", "Rename", 2, (), "r.kept", (Line("Found", "something else"),))

    assert NOT_YET.failure == other.failure == ("not yet", "r.kept")
    assert Verdict("done", "02.1", "Rename").failure == ("", "")


def test_a_line_is_found_by_its_label_added_and_replaced() -> None:
    assert NOT_YET["Expected"] == "Ada"
    assert NOT_YET["Hint"] == ""
    assert NOT_YET.saying("Hint", "one call away").lines == (*LINES, Line("Hint", "one call away"))
    assert NOT_YET.saying("Expected", "Grace").lines == (Line("Expected", "Grace"), LINES[1])
