"""The pictures of README and docs: each is shown somewhere, said in words, and small."""

import re
from pathlib import Path

import pytest

from tests.repository import ROOT

IMAGES = ROOT / "docs" / "images"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
LARGEST = 300_000  # bytes
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def shown(page: Path, text: str) -> dict[Path, str]:
    """Return the pictures of a page, each with the words that stand in for it."""
    return {(page.parent / place).resolve(): words for words, place in SHOWN.findall(text)}


def all_shown() -> dict[Path, str]:
    pages = [shown(page, page.read_text(encoding="utf-8")) for page in PAGES]
    return {picture: words for page in pages for picture, words in page.items()}


def test_every_picture_is_shown_and_every_shown_one_is_there() -> None:
    assert set(all_shown()) == set(IMAGES.glob("*.png"))


@pytest.mark.parametrize("picture", sorted(IMAGES.glob("*.png")), ids=lambda picture: picture.stem)
def test_a_picture_is_small_and_said_in_words(picture: Path) -> None:
    assert picture.stat().st_size < LARGEST
    assert len(all_shown()[picture].split()) > 4


def test_a_picture_without_words_is_found(tmp_path: Path) -> None:
    assert shown(tmp_path / "a.md", "![](images/x.png)") == {(tmp_path / "images" / "x.png").resolve(): ""}
