"""The schema browser's search: what is shown while it finds something, finds nothing, and is taken back."""

from pathlib import Path

import pytest

from migration_lab import see
from migration_lab.widgets.schema_browser import SchemaBrowser
from migration_lab.widgets.schema_pages import PAGES
from tests.migration_lab import databases

SHOP = """
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), body);
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
CREATE VIEW mails AS SELECT email FROM users;
INSERT INTO users VALUES (1, 'ada'), (2, NULL);
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return databases.run(tmp_path / "app.db", SHOP)


@pytest.fixture
def browser(shop: Path) -> SchemaBrowser:
    return see.schema(shop)


def shown(browser: SchemaBrowser, title: str = "Columns") -> str:
    """Open a page and give its words."""
    browser._tab.selected_index = list(PAGES).index(title)
    html: str = browser._pages[browser._tab.selected_index].children[0].value
    return html


def test_words_narrow_the_list_and_the_first_one_found_is_shown(browser: SchemaBrowser) -> None:
    browser._search.value = "EMAIL"

    assert browser._list.options == (("users (2 rows): email", "users"),)
    assert browser.chosen == "users"
    assert "table users" in shown(browser)
    assert "1 of 3 tables and views" in browser._found.value


@pytest.mark.parametrize(("title", "words"), [("Columns", "table users"), ("All tables", "2 tables, 1 view")])
def test_a_search_that_finds_nothing_says_so_and_keeps_what_was_chosen(
    title: str, words: str, browser: SchemaBrowser
) -> None:
    browser.choose("users")
    browser._search.value = "body"
    browser._search.value = "body like no other"
    said, listed, meanwhile = browser._found.value, browser._list.options, shown(browser, title)
    browser._search.value = ""

    assert "0 of 3 tables and views; users is still shown" in said
    assert listed == ()
    assert words in meanwhile
    assert browser._list.value == browser.chosen == "users"
    assert words in shown(browser, title)


def test_what_was_chosen_can_be_gone_while_a_search_finds_nothing(browser: SchemaBrowser, shop: Path) -> None:
    browser.choose("posts")
    browser._search.value = "nothing like it"
    databases.run(shop, "DROP TABLE posts")

    browser.again.click()

    assert browser.chosen == "users"
    assert "table users" in shown(browser)


def test_where_there_is_no_table_nothing_is_chosen(tmp_path: Path) -> None:
    browser = see.schema(databases.run(tmp_path / "app.db", ""))

    assert browser.chosen is None
    assert shown(browser) == "<p>No table or view is chosen.</p>"
