"""The pages about one revision, as HTML: all that comes from files is escaped."""

from html import escape
from pathlib import Path

from migration_lab.errors import LabError
from migration_lab.grid import cell
from migration_lab.running.offline_sql import DIALECTS, Dialect, OfflineSql, Script
from migration_lab.values.operations import Operations
from migration_lab.values.revision_file import Broken
from migration_lab.values.revision_graph import RevisionGraph

LINES = 1500  # of a file that are shown
LONGEST = 2000  # characters of one line


def about(graph: RevisionGraph, identity: str) -> str:
    """Show what a revision says of itself, and where it stands."""
    one = graph.revisions.get(identity)
    facts = [("revision", identity), ("mark", ", ".join(graph.marks(identity)))]
    if one is not None:
        facts += [
            ("message", one.message),
            ("follows", ", ".join(one.down_revisions) or "(base)"),
            ("depends on", ", ".join(one.depends_on)),
            ("labels", ", ".join(one.branch_labels)),
        ]
    facts += [("followed by", ", ".join(graph.children.get(identity, ()))), ("file", one.file if one else "none")]
    problems = [broken.words for broken in graph.problems if one is not None and broken.file == one.file]
    facts += [("problem", words) for words in problems]
    facts += [("not known", f"{name}: pending is {why}") for name, _ in graph.stands if (why := graph.doubt(name))]
    more = one.docstring.partition("\n")[2].strip() if one is not None else ""
    return _facts(facts) + (_pre(more) if more else "")


def about_broken(graph: RevisionGraph, identity: str, broken: Broken) -> str:
    """Show why a file is no revision, and what still is known of its place."""
    facts = [("problem", str(broken)), ("file", broken.file), ("line", str(broken.line))]
    if identity in graph.unread:
        facts += [
            ("revision", identity),
            ("mark", ", ".join(graph.marks(identity))),
            ("follows", ", ".join(graph.unread[identity].down_revisions) or "not known"),
            ("followed by", ", ".join(graph.children.get(identity, ()))),
        ]
    return _facts(facts)


def about_base(names: str) -> str:
    """Say what it means that a database stands at base."""
    verb = "are" if ", " in names else "is"
    return f"<p>{escape(cell(names))} {verb} at base: nothing has run. Base is the database before any revision.</p>"


def source(path: Path) -> str:
    """Show a file."""
    try:
        text = path.read_text(encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        return sentence(
            f"The file `{path.name}` cannot be opened: {error.strerror}.", "Look whether it was renamed or deleted."
        )
    lines = text.splitlines()
    rest = f"\n… {len(lines) - LINES} more lines" if len(lines) > LINES else ""
    return f"<p><strong>{escape(cell(path.name))}</strong></p>{_pre(chr(10).join(lines[:LINES]) + rest)}"


def operations(path: Path) -> str:
    """Show what a file does, in words."""
    try:
        return Operations.read(path)._repr_html_()
    except LabError as error:
        return sentence(error.message, error.hint)


def sql(found: OfflineSql) -> str:
    """Show the SQL of both directions."""
    return _script("Upgrade", found.dialect, found.upgrade) + _script("Downgrade", found.dialect, found.downgrade)


def rendering(dialect: Dialect) -> str:
    """Say that the SQL will be there in a moment."""
    return f'<p role="status" aria-live="polite">Rendering the SQL for {DIALECTS[dialect]}…</p>'


def sentence(message: str, hint: str) -> str:
    """Say why there is nothing to show, and what to do."""
    return f'<p role="status" aria-live="polite">{_marked(message)}<br>Hint: {_marked(hint)}</p>'


def _script(heading: str, dialect: Dialect, script: Script) -> str:
    shown = _pre(script.sql) if script.sql else ""
    early = sentence(script.problem, script.hint) if script.problem else ""
    return f"<p><strong>{heading} on {DIALECTS[dialect]}</strong></p>{shown}{early}"


def _facts(facts: list[tuple[str, str]]) -> str:
    rows = [
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(cell(words))}</td></tr>' for name, words in facts if words
    ]
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _pre(text: str) -> str:
    """Write code line by line; control and direction characters become visible."""
    lines = (escape(cell(line.expandtabs(4), LONGEST)) for line in text.splitlines())
    return f'<pre class="migration-lab-sql">{chr(10).join(lines)}</pre>'


def _marked(words: str) -> str:
    parts = escape(words).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
