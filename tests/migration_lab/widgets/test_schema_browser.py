"""The schema browser is used as a person uses it: search, choose, open a page; and it tells what went wrong."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from migration_lab import see
from migration_lab.errors import LabError
from migration_lab.reading import sqlite_file
from migration_lab.values.catalogue import Catalogue
from migration_lab.values.parts import Item
from migration_lab.values.schema import Schema
from migration_lab.widgets.schema_browser import SchemaBrowser
from migration_lab.widgets.schema_pages import PAGES
from tests.migration_lab import databases

SHOP = """
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), body);
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
CREATE INDEX ix_posts_user ON posts (user_id);
CREATE VIEW mails AS SELECT email FROM users;
INSERT INTO users VALUES (1, 'ada'), (2, NULL);
INSERT INTO posts VALUES (1, 1, '<img src=x onerror=alert(1)>'), (2, 1, x'00ff'), (3, 2, hex(zeroblob(5000)));
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return databases.run(tmp_path / "app.db", SHOP)


@pytest.fixture
def browser(shop: Path) -> SchemaBrowser:
    return see.schema(shop)


def page(browser: SchemaBrowser, title: str) -> tuple[str, tuple[Any, ...]]:
    """Open a page and give what it shows; where names may break is not looked at."""
    place = list(PAGES).index(title)
    browser._tab.selected_index = place
    words, diagram = browser._pages[place].children
    return words.value.replace("<wbr>", ""), diagram.outputs


def test_its_face_is_what_it_shows_at_first(browser: SchemaBrowser) -> None:
    assert browser.chosen == "posts"
    assert browser._list.options == (
        ("posts (3 rows)", "posts"),
        ("users (2 rows)", "users"),
        ("mails (view)", "mails"),
    )
    assert browser._found.value == '<div role="status" aria-live="polite">2 tables, 1 view</div>'
    assert page(browser, "Columns")[0] == browser.face.grids[1]._repr_html_()
    assert str(browser).splitlines()[:5] == [
        "sqlite schema: 2 tables, 1 view",
        "kind   name   rows  parts",
        "-----  -----  ----  ---------------------------------",
        "table  posts  3     3 columns, 1 foreign key, 1 index",
        "table  users  2     2 columns, 1 unique",
    ]


def test_the_same_database_has_the_same_face(shop: Path) -> None:
    assert (
        str(see.schema(shop))
        == str(see.schema(f"sqlite:///{shop}"))
        == str(see.schema(create_engine(f"sqlite:///{shop}")))
    )


def test_a_name_may_break_after_its_underscores_and_the_face_stays(browser: SchemaBrowser) -> None:
    assert "<td>user_<wbr>id</td>" in browser._pages[0].children[0].value
    assert "<wbr>" not in browser.face._repr_html_()


def test_rules_are_shown(browser: SchemaBrowser) -> None:
    html, _ = page(browser, "Rules")

    assert "<td>foreign key</td><td></td><td>FOREIGN KEY (user_id) REFERENCES users (id)</td>" in html
    assert "<td>index</td><td>ix_posts_user</td><td>(user_id)</td>" in html


def test_neighbours_are_told_and_drawn(browser: SchemaBrowser) -> None:
    html, (diagram,) = page(browser, "Neighbours")

    assert "<td>it points to</td><td>users</td><td>user_id → id</td>" in html
    assert '  t_users |o--o{ t_posts : "user_id"' in diagram["data"]["text/vnd.mermaid"]
    assert diagram["data"]["text/plain"] == (
        "posts and its neighbours\nTables: posts * chosen, users. Foreign keys: posts.user_id → users."
    )


def test_of_a_hub_only_some_neighbours_are_drawn_and_that_is_said(tmp_path: Path) -> None:
    children = "".join(f"CREATE TABLE t{number:02d} (a INT REFERENCES hub (id));" for number in range(12))
    browser = see.schema(databases.run(tmp_path / "app.db", f"CREATE TABLE hub (id INTEGER PRIMARY KEY); {children}"))

    html, (diagram,) = page(browser, "Neighbours")

    assert html.endswith("<p>11 of its 12 neighbours are drawn: more cannot be read.</p>")
    assert diagram["data"]["text/plain"].endswith("Not drawn: t11.")


def test_first_rows_are_a_table_of_pandas_in_which_nothing_runs(browser: SchemaBrowser) -> None:
    html, _ = page(browser, "First rows")

    assert html.startswith('<table class="dataframe">\n  <caption>posts: 3 rows</caption>\n  <thead>')
    assert '<th scope="col">user_id</th>' in html
    assert "<td>&lt;img src=x onerror=alert(1)&gt;</td>" in html
    assert "<td>x'00ff' (2 bytes)</td>" in html
    assert f"<td>{'0' * 200}… (10000 characters)</td>" in html


def test_null_is_shown_as_null(browser: SchemaBrowser) -> None:
    browser.choose("users")

    html, _ = page(browser, "First rows")

    assert "<td>NULL</td>" in html


def test_the_sql_of_a_table_is_shown(browser: SchemaBrowser) -> None:
    html, _ = page(browser, "DDL")

    assert html == (
        "<p>The SQL that makes posts</p><pre>"
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), body);\n\n"
        "CREATE INDEX ix_posts_user ON posts (user_id);</pre>"
    )


def test_all_tables_are_drawn_where_they_are_few(browser: SchemaBrowser) -> None:
    html, (diagram,) = page(browser, "All tables")

    assert html == "<p>sqlite schema: 2 tables, 1 view</p>"
    assert 't_posts["posts"]' in diagram["data"]["text/vnd.mermaid"]


def test_what_stands_beside_tables_is_listed(shop: Path) -> None:
    catalogue = Catalogue(Schema("postgresql", items=(Item("enum type", "mood", "'<i>', 'sad'"),)))

    shown = PAGES["All tables"](shop, catalogue, "")

    assert "<td>enum type</td><td>mood</td><td>&#x27;&lt;i&gt;&#x27;, &#x27;sad&#x27;</td>" in shown.html


def test_many_tables_are_not_drawn_but_found(tmp_path: Path) -> None:
    script = "".join(f"CREATE TABLE t{number:04d} (id INT);" for number in range(1_001))
    browser = see.schema(databases.run(tmp_path / "app.db", script))

    html, drawn = page(browser, "All tables")

    assert html == (
        "<p>1,001 tables are too many for one picture; up to 12 can be read."
        " Search for a table, and look at Neighbours.</p>"
    )
    assert drawn == ()
    assert len(browser._list.options) == 1_000
    assert "1,001 tables; the first 1,000 are listed" in browser._found.value


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Columns", "<caption>view mails</caption>"),
        ("Rules", "mails has no keys, constraints, indexes or triggers"),
        ("Neighbours", "<td>it reads</td><td>users</td>"),
        ("First rows", "<caption>mails: 2 rows</caption>"),
        ("DDL", "CREATE VIEW mails AS SELECT email FROM users;"),
    ],
)
def test_a_view_has_pages_too(title: str, words: str, browser: SchemaBrowser) -> None:
    browser.choose("mails")

    html, drawn = page(browser, title)

    assert words in html
    assert drawn == ()


def test_only_the_page_that_is_looked_at_is_read(browser: SchemaBrowser) -> None:
    browser.choose("users")

    assert [bool(one.children[0].value) for one in browser._pages] == [True, False, False, False, False, False]


def test_the_first_rows_can_be_worked_with(browser: SchemaBrowser) -> None:
    browser.choose("users")

    assert browser.frame()["email"].tolist()[0] == "ada"


def test_the_database_can_be_read_again(browser: SchemaBrowser, shop: Path) -> None:
    browser.choose("users")
    databases.run(shop, "CREATE TABLE new (id INT); ALTER TABLE users ADD COLUMN nick TEXT")

    browser.again.click()

    assert browser.chosen == "users"
    assert [name for _, name in browser._list.options] == ["new", "posts", "users", "mails"]
    assert "<td>nick</td>" in browser._pages[0].children[0].value
    assert "table  new" in str(browser)


def test_a_file_that_is_gone_is_told_and_what_was_read_stays(browser: SchemaBrowser, shop: Path) -> None:
    shop.unlink()

    shown, _ = page(browser, "First rows")
    browser.again.click()

    assert shown == "<p>posts could not be read.</p>"
    assert "table posts" in page(browser, "Columns")[0]
    browser.again.click()
    assert "There is no database file <code>app.db</code>." in browser.told.region.value
    assert browser.chosen == "posts"


def test_a_table_that_is_gone_is_told(browser: SchemaBrowser, shop: Path) -> None:
    databases.run(shop, "DROP TABLE posts")

    page(browser, "First rows")

    assert "The database <code>app.db</code> could not be read: no such table: posts." in browser.told.region.value


def test_a_broken_view_is_told_and_the_rest_stays_usable(shop: Path) -> None:
    browser = see.schema(databases.run(shop, "DROP TABLE users"))
    browser.choose("mails")

    page(browser, "First rows")
    told = browser.told.region.value
    browser.choose("posts")

    assert "no such table: main.users" in told
    assert "strong" not in browser.told.region.value


def test_a_locked_database_is_told_and_read_when_it_is_free(
    browser: SchemaBrowser, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "WAIT", 0.1)
    with closing(sqlite3.connect(shop, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        html, _ = page(browser, "First rows")
        told = browser.told.region.value
        other.execute("COMMIT")
    page(browser, "Columns")
    again, _ = page(browser, "First rows")

    assert html == "<p>posts could not be read.</p>"
    assert "The database <code>app.db</code> is locked: another program is writing to it" in told
    assert "posts: 3 rows" in again
    assert "strong" not in browser.told.region.value


def test_a_missing_database_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LabError) as raised:
        see.schema(tmp_path / "app.db")

    assert raised.value.message.startswith("There is no database file `app.db`.")


def test_names_are_shown_letter_by_letter(tmp_path: Path) -> None:
    path = databases.run(
        tmp_path / "app.db",
        'CREATE TABLE "<b>\u202e" ("<i>" "<u>" DEFAULT \'<s>\'); CREATE INDEX "<q>" ON "<b>\u202e" ("<i>")',
    )
    browser = see.schema(path)

    shown = "".join(page(browser, title)[0] for title in PAGES)

    assert browser._list.options == (("<b>\\u202e (0 rows)", "<b>\u202e"),)
    assert not any(tag in shown for tag in ("<b>", "<i>", "<u>", "<s>", "<q>", "\u202e"))
