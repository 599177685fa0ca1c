"""The Markdown of tasks as HTML: every form an author needs, and nothing that runs."""

import re

import pytest

from migration_lab.exercises import catalogue, markdown

NAMES = catalogue.names()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One\ntwo", "<h3>One</h3><p>two</p>"),
        ("## Two", "<h4>Two</h4>"),
        ("one\ntwo\n\nthree", "<p>one two</p><p>three</p>"),
        ("- a\n- b\n  c", "<ul><li>a</li><li>b c</li></ul>"),
        ("Do:\n1. a\n2. b", "<p>Do:</p><ol><li>a</li><li>b</li></ol>"),
        ("```python\nx = '<b>'\n\n# y\n```\nz", "<pre>x = &#x27;&lt;b&gt;&#x27;\n\n# y</pre><p>z</p>"),
        ("a\n```\n- b\n# c", "<p>a</p><pre>- b\n# c\n</pre>"),
        (
            "| a | b |\n| --- | :-: |\n| `1` | 2 |",
            '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
            "<tbody><tr><td><code>1</code></td><td>2</td></tr></tbody></table>",
        ),
        ("**bold** and *slanted* 2 * 3 * 4", "<p><strong>bold</strong> and <em>slanted</em> 2 * 3 * 4</p>"),
        ("`a **b** <c>` and ``x ` y``", "<p><code>a **b** &lt;c&gt;</code> and <code>x ` y</code></p>"),
        ("[Alembic](https://alembic.sqlalchemy.org/en)", '<p><a href="https://alembic.sqlalchemy.org/en">Alembic</a></p>'),
        ("**A `*a*` *so* now** \0`b`", "<p><strong>A <code>*a*</code> <em>so</em> now</strong> <code>b</code></p>"),
        ("users.full_name, *.py and user_id", "<p>users.full_name, *.py and user_id</p>"),
    ],
)  # fmt: skip
def test_a_form_is_written(text: str, html: str) -> None:
    assert markdown.html(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '[x](https://e.org/"onclick="alert)',
        "| <b> |\n| --- |\n| <i> |",
        "**<b>**",
        "# <b>",
        "```<b>\n<script>",
    ],
)
def test_nothing_of_it_runs(text: str) -> None:
    html = markdown.html(text)

    assert set(re.findall(r"<(\w+)", html)) <= {
        "p",
        "h3",
        "strong",
        "pre",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert "javascript:" not in "".join(re.findall(r"<[^>]*>", html))
    assert 'onclick="' not in html


@pytest.mark.parametrize("name", NAMES)
def test_a_task_uses_only_forms_that_are_written(name: str) -> None:
    task = next(one for one in catalogue.every() if one.name == name).task

    seen = re.sub(r"<(pre|code)>.*?</\1>", "", markdown.html(task), flags=re.DOTALL)

    assert re.findall(r"`|\*\*|\]\(|&lt;\w|^\s*>", seen) == []
