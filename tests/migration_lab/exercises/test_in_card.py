"""What is said for a notebook, said for a card with buttons; and how far an exercise is."""

import pytest

from migration_lab.exercises import in_card
from migration_lab.exercises.catalogue import every
from migration_lab.judging import message
from migration_lab.judging.message import Line
from migration_lab.progress.record import Record
from migration_lab.selfcheck import transcript


@pytest.mark.parametrize(
    ("said", "pressed"),
    [
        ('exercise("00.1").start()', "press <strong>Start</strong>"),
        ('do this, then exercise("00.1").check()', "do this, then press <strong>Check</strong>"),
        ('try it, then exercise("02.1").check(); go on', "try it, then press <strong>Check</strong>; go on"),
        ('exercise("02.1").hint() is one idea (1 of 3)', "<strong>Hint</strong> is one idea (1 of 3)"),
        ('one call away: exercise("02.1").hint()', "one press away: <strong>Hint</strong>"),
        ('exercise("02.1").solution() once more shows it', "<strong>Solution</strong> once more shows it"),
        ('Run `exercise("02.1").reset()` to begin', "Press <strong>Reset</strong> to begin"),
        ('or run `exercise("02.1").reset()`', "or press <strong>Reset</strong>"),
        (
            '`from migration_lab import exercise; lab = exercise("02.1").start()` to go on',
            "press <strong>Start</strong> to go on",
        ),
        ('exercise("02.1").fly()', "exercise(&quot;02.1&quot;).fly()"),
        ('`lab.row("users", 17)`', "<code>lab.row(&quot;users&quot;, 17)</code>"),
    ],
)
def test_each_verb_is_said_as_its_button(said: str, pressed: str) -> None:
    html = message.html("Not yet", "02.1 Rename", [Line("Next", said)])

    assert f">{pressed}</td></tr></tbody></table>" in in_card.words(html)


def test_the_learners_own_lines_stay_as_they_are() -> None:
    lines = "<details><pre>exercise(&quot;02.1&quot;).check()</pre></details>"

    assert in_card.words(lines) == lines


def test_no_message_of_an_exercise_leaves_a_call_in_the_card() -> None:
    said = [message.read(text) for one in every() for text in transcript.read(one).values()]
    htmls = [in_card.words(message.html(one.headline, one.title, one.lines)) for one in said]

    assert any("<strong>Hint</strong> is" in html for html in htmls)
    assert [html for html in htmls if "exercise(" in html] == []


@pytest.mark.parametrize(
    ("record", "opened", "words"),
    [
        (Record("02.1"), False, "not started"),
        (Record("02.1"), True, "started, nothing judged yet"),
        (Record("02.1", hints=1), True, "started, nothing judged yet · 1 of 3 hints read"),
        (Record("02.1", attempts=1, failure="not yet"), True, "not yet · 1 attempt"),
        (Record("02.1", "done", 4, 2, solution="seen"), True, "done · 4 attempts · 2 of 3 hints read · solution seen"),
        (Record("02.1", "done", 7, failure="not yet"), True, "done before; last check: not yet · 7 attempts"),
        (
            Record("02.1", "done, with a note", 2, failure="your migration raised"),
            True,
            "done before; last check: your migration raised · 2 attempts",
        ),
        (Record("02.1", "done", 1), False, "done · 1 attempt"),
    ],
)
def test_how_far_it_is(record: Record, opened: bool, words: str) -> None:
    assert in_card.state(record, hints=3, opened=opened) == words
