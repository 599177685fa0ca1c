from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.lessons import excerpt
from migration_lab.lessons.excerpt import Excerpt


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "02_autogenerate"
    (root / "alembic" / "versions").mkdir(parents=True)
    (root / "alembic" / "env.py").write_text("".join(f"line {n}\n" for n in range(1, 13)), encoding="utf-8")
    (root / "app.db").write_bytes(b"\xff\xfe\x00")
    return root


def test_a_file_is_shown_with_numbers(root: Path) -> None:
    found = excerpt.read(root, "alembic/env.py", 9, 11)

    assert found == Excerpt("alembic/env.py", 9, ("line 9", "line 10", "line 11"))
    assert str(found) == "alembic/env.py\n 9  line 9\n10  line 10\n11  line 11"


def test_without_bounds_all_is_shown(root: Path) -> None:
    assert len(excerpt.read(root, "alembic/env.py").lines) == 12
    assert excerpt.read(root, "alembic/env.py", last=99).lines[-1] == "line 12"
    assert excerpt.read(root, "alembic/env.py", 12).lines == ("line 12",)


def test_markdown_and_html_are_escaped() -> None:
    found = Excerpt("a_*<b>.py", 1, ("```", "<script>", "x = '&'"))

    assert found._repr_markdown_() == ("**a\\_\\*\\<b\\>.py**\n\n````python\n1  ```\n2  <script>\n3  x = '&'\n````")
    assert found._repr_html_() == (
        "<p><strong>a_*&lt;b&gt;.py</strong></p><pre>1  ```\n2  &lt;script&gt;\n3  x = &#x27;&amp;&#x27;</pre>"
    )


def test_an_empty_file_is_an_empty_excerpt(root: Path) -> None:
    (root / "empty.py").write_text("")

    assert str(excerpt.read(root, "empty.py")) == "empty.py"


WRONG = {
    ("env.py", None, None): (
        "There is no file `env.py` in 02_autogenerate.\nHint: Choose one of alembic/env.py."
    ),
    ("alembic/versions", None, None): (
        "There is no file `alembic/versions` in 02_autogenerate.\nHint: Choose one of alembic/env.py, app.db."
    ),
    ("../secret.py", None, None): (
        "`../secret.py` is not in the workspace; only its own files are shown.\nHint: Choose one of alembic/env.py."
    ),
    ("notes.txt", None, None): "There is no file `notes.txt` in 02_autogenerate.\nHint: `!ls` shows what is there.",
    ("app.db", None, None): '`app.db` is no text file.\nHint: For a database write `lab.sql("select …")`.',
    ("alembic/env.py", 20, None): (
        "`alembic/env.py` has 12 lines; lines 20 to 12 are not among them.\n"
        'Hint: lab.source("alembic/env.py") shows all of them.'
    ),
    ("alembic/env.py", 5, 3): (
        "`alembic/env.py` has 12 lines; lines 5 to 3 are not among them.\n"
        'Hint: lab.source("alembic/env.py") shows all of them.'
    ),
}  # fmt: skip


@pytest.mark.parametrize("wanted", WRONG, ids=str)
def test_what_cannot_be_shown_is_explained(wanted: tuple[str, int | None, int | None], root: Path) -> None:
    (root.parent / "secret.py").write_text("password")

    with pytest.raises(LabError) as caught:
        excerpt.read(root, *wanted)

    assert str(caught.value) == WRONG[wanted]
