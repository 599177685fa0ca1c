"""Put one call of `op` into words: `add column users.nickname VARCHAR(50) NULL`."""

import ast
from collections.abc import Callable
from typing import TypeGuard

LONGEST = 160


def words(call: ast.Call, name: str, table: str = "") -> str:
    """Say what a call does.

    Args:
        call: A call of `op`, or of a batch.
        name: The operation: `add_column`.
        table: The table of the batch; empty for a call of `op` itself.
    """
    said = _SAID.get(name)
    try:
        return cut(said(_Call(call, table)) if said else _Call(call, table).plain(name))
    except IndexError:  # it has fewer arguments than it needs: Alembic will say so when it runs
        return cut(_Call(call, table).plain(name))


def batch_table(node: ast.expr) -> str | None:
    """Give the table of `op.batch_alter_table("users")`; None for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "batch_alter_table":
        return _Call(node, "")[0, "table_name"]
    return None


def cut(text: str, longest: int = LONGEST) -> str:
    """Write code on one line, as long as is read at a glance."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"


class _Call:
    """The arguments of a call, by place or by name, as words."""

    def __init__(self, call: ast.Call, table: str) -> None:
        self.call = call
        self.table = table
        self._named = {word.arg: word.value for word in call.keywords if word.arg}

    def __getitem__(self, key: tuple[int, str]) -> str:
        node = self.node(*key)
        if node is None:
            raise IndexError(key[1])
        return value(node)

    def node(self, place: int, name: str) -> ast.expr | None:
        """Find an argument; in a batch the table is not given, so all others stand one place earlier."""
        if name in self._named:
            return self._named[name]
        return self.call.args[place] if 0 <= place < len(self.call.args) else None

    def get(self, name: str) -> str:
        """Give an argument that has a name; empty if it is not given."""
        return value(self._named[name]) if name in self._named else ""

    def on(self, place: int = 1, name: str = "table_name") -> str:
        """Name the table: the batch's, or the argument."""
        return self.table or self[place, name]

    def after(self, place: int) -> int:
        """Give the place of an argument that stands after the table."""
        return place - 1 if self.table else place

    def plain(self, name: str) -> str:
        """Write the call as it stands."""
        arguments = [*map(value, self.call.args), *(f"{key}={value(node)}" for key, node in self._named.items())]
        return f"{name.replace('_', ' ')} {', '.join(arguments)}".rstrip()


def value(node: ast.expr) -> str:
    """Write a value as one would say it: a name without its quotes, a type as SQL writes it, all else as code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.List | ast.Tuple):
        return ", ".join(map(value, node.elts))
    if isinstance(node, ast.Call) and _name(node) in {"text", "f"} and len(node.args) == 1:
        return value(node.args[0])
    return _type(node) or ast.unparse(node)


def column(node: ast.expr | None) -> str:
    """Say a `sa.Column`: name, type, NULL or NOT NULL, default, key."""
    if not (isinstance(node, ast.Call) and _name(node) == "Column" and node.args):
        return value(node) if node is not None else "?"
    said = _Call(node, "")
    kinds = [value(argument) for argument in node.args[1:] if not _is_reference(argument)]
    references = [f"REFERENCES {_Call(one, '')[0, 'column']}" for one in node.args[1:] if _is_reference(one)]
    key = "PRIMARY KEY" if said.get("primary_key") == "True" else ""
    null = {"False": "NOT NULL", "True": "NULL"}.get(said.get("nullable"), "" if key else "NULL")
    default = f"DEFAULT {said.get('server_default')}" if said.get("server_default") else ""
    unique = "UNIQUE" if said.get("unique") == "True" else ""
    return " ".join(word for word in (value(node.args[0]), *kinds, null, default, key, unique, *references) if word)


def _is_reference(node: ast.expr) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and _name(node) == "ForeignKey"


def _type(node: ast.expr) -> str:
    """Write `sa.String(50)` as VARCHAR(50), other types of `sa` by their names."""
    function = node.func if isinstance(node, ast.Call) else node
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "sa"):
        return ""
    if not function.attr[:1].isupper() or function.attr in {"Column", "ForeignKey"}:
        return {"true": "true", "false": "false"}.get(function.attr, "")
    name = {"String": "VARCHAR", "Unicode": "VARCHAR"}.get(function.attr, function.attr.upper())
    arguments = node.args if isinstance(node, ast.Call) else []
    named = node.keywords if isinstance(node, ast.Call) else []
    inner = [*map(value, arguments), *(f"{word.arg}={value(word.value)}" for word in named if word.arg)]
    return f"{name}({', '.join(inner)})" if inner else name


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _create_table(call: _Call) -> str:
    parts = [one for one in call.call.args[1:] if isinstance(one, ast.Call)]
    columns = [value(one.args[0]) for one in parts if _name(one) == "Column" and one.args]
    others = len(call.call.args) - 1 - len(columns)
    more = f" and {others} constraint{'s' * (others > 1)}" if others > 0 else ""
    return f"create table {call[0, 'table_name']} ({', '.join(columns)}){more}"


def _alter_column(call: _Call) -> str:
    where = f"{call.on(0)}.{call[call.after(1), 'column_name']}"
    renamed = call.get("new_column_name") or call.get("name")
    changes = [f"renamed to {renamed}"] if renamed else []
    changes += [f"type {call.get('type_')}"] if call.get("type_") else []
    null = {"False": "NOT NULL", "True": "NULL"}.get(call.get("nullable"), call.get("nullable"))
    changes += [null] if null else []
    default = call.get("server_default")
    changes += ["no default" if default == "None" else f"default {default}"] if default else []
    changes += [f"comment {call.get('comment')}"] if call.get("comment") else []
    return f"alter column {where}: {', '.join(changes) or 'nothing changes'}"


def _create_index(call: _Call) -> str:
    unique = "unique " if call.get("unique") == "True" else ""
    return f"create {unique}index {call[0, 'index_name']} on {call.on()} ({call[call.after(2), 'columns']})"


def _drop_index(call: _Call) -> str:
    table = call.table or call.get("table_name") or (value(call.call.args[1]) if len(call.call.args) > 1 else "")
    return f"drop index {call[0, 'index_name']}" + (f" on {table}" if table else "")


def _create_foreign_key(call: _Call) -> str:
    target = f"{call[call.after(2), 'referent_table']} ({call[call.after(4), 'remote_cols']})"
    return (
        f"create foreign key {call[0, 'constraint_name']}: "
        f"{call.on(1, 'source_table')} ({call[call.after(3), 'local_cols']}) → {target}"
    )


def _constraint(kind: str, argument: str) -> Callable[[_Call], str]:
    def said(call: _Call) -> str:
        return f"create {kind} {call[0, 'constraint_name']} on {call.on()} ({call[call.after(2), argument]})"

    return said


def _bulk_insert(call: _Call) -> str:
    rows = call.node(1, "rows")
    count = f"{len(rows.elts)} rows" if isinstance(rows, ast.List) else f"the rows {call[1, 'rows']}"
    return f"insert {count} into {call[0, 'table']}"


_SAID: dict[str, Callable[[_Call], str]] = {
    "create_table": _create_table,
    "drop_table": lambda call: f"drop table {call[0, 'table_name']}",
    "rename_table": lambda call: f"rename table {call[0, 'old_table_name']} to {call[1, 'new_table_name']}",
    "add_column": lambda call: f"add column {call.on(0)}.{column(call.node(call.after(1), 'column'))}",
    "drop_column": lambda call: f"drop column {call.on(0)}.{call[call.after(1), 'column_name']}",
    "alter_column": _alter_column,
    "create_index": _create_index,
    "drop_index": _drop_index,
    "create_foreign_key": _create_foreign_key,
    "create_unique_constraint": _constraint("unique constraint", "columns"),
    "create_check_constraint": _constraint("check constraint", "condition"),
    "create_primary_key": _constraint("primary key", "columns"),
    "drop_constraint": lambda call: f"drop constraint {call[0, 'constraint_name']} on {call.on()}",
    "bulk_insert": _bulk_insert,
    "execute": lambda call: f"execute {call[0, 'sqltext']}",
}
