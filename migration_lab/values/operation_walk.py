"""Walk through `upgrade()` or `downgrade()` of a revision file and find the calls that change something."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from migration_lab.values import operation_words
from migration_lab.values.operation_words import cut

Step = tuple[int, str, tuple[str, ...]]
_ASKS = {"get_bind", "get_context", "f", "has_table"}  # calls of `op` that change nothing
_RUNS = {
    "execute",
    "execution_options",
    "exec_driver_sql",
    "scalar",
    "scalars",
    "add",
    "add_all",
    "commit",
    "create",
    "drop",
}
_SQL_MODE = {"op.get_context().as_sql", "context.is_offline_mode()"}
_MAKERS = {"set", "list", "dict"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class _Place:
    """Where the walk is: in which direction, function, condition and batch."""

    functions: Mapping[str, _Function]
    inside: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    batches: Mapping[str, str] = field(default_factory=dict)
    collections: frozenset[str] = frozenset()

    def under(self, heading: str) -> "_Place":
        return replace(self, inside=(*self.inside, heading))


def steps(tree: ast.Module, direction: str) -> Iterator[Step]:
    """Give line, words and surroundings of each step of `direction`.

    Functions of the same file are followed: what they do counts. A call of something else that changes the database
    is not known for sure, so every call on a connection or a session is told as it stands.
    """
    functions = {node.name: node for node in tree.body if isinstance(node, _Function)}
    if direction in functions:
        place = _Place(functions, entered=(direction,), collections=frozenset(_collections(tree)))
        yield from _body(functions[direction].body, place)


def _collections(tree: ast.Module) -> Iterator[str]:
    """Name what holds a set, a list or a mapping anywhere in the file: `names.add()` changes no database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_collection(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (one.id for one in targets if isinstance(one, ast.Name))


def _is_collection(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in _MAKERS
    return isinstance(node, ast.Set | ast.List | ast.Dict | ast.SetComp | ast.ListComp | ast.DictComp)


def _body(body: Sequence[ast.stmt], place: _Place) -> Iterator[Step]:
    for node in body:
        if isinstance(node, ast.With | ast.AsyncWith):
            yield from _with(node, place)
        elif isinstance(node, _Function | ast.ClassDef):
            continue
        elif blocks := list(_blocks(node)):
            yield from _heading(node, place)
            for heading, inner in blocks:
                yield from _body(inner, place.under(heading))
        else:
            yield from _calls(node, place)


def _heading(node: ast.stmt, place: _Place) -> Iterator[Step]:
    """Find steps in the expression that a loop or a condition asks."""
    for name in ("test", "iter", "subject"):
        if (asked := getattr(node, name, None)) is not None:
            yield from _calls(asked, place)


def _blocks(node: ast.stmt) -> Iterator[tuple[str, Sequence[ast.stmt]]]:
    if isinstance(node, ast.If):
        yield _condition(node.test), node.body
        if node.orelse:
            yield "else", node.orelse
    elif isinstance(node, ast.For | ast.AsyncFor):
        yield f"for each {_text(node.target)} in {_text(node.iter)}", [*node.body, *node.orelse]
    elif isinstance(node, ast.While):
        yield f"while {_text(node.test)}", [*node.body, *node.orelse]
    elif isinstance(node, ast.Try | ast.TryStar):
        yield "try", [*node.body, *node.orelse]
        for handler in node.handlers:
            yield f"except {_text(handler.type)}" if handler.type else "except", handler.body
        if node.finalbody:
            yield "finally", node.finalbody
    elif isinstance(node, ast.Match):
        for case in node.cases:
            yield f"case {_text(case.pattern)}", case.body


def _condition(node: ast.expr) -> str:
    text = _text(node)
    return "in --sql mode" if text in _SQL_MODE else f"if {text}"


def _with(node: ast.With | ast.AsyncWith, place: _Place) -> Iterator[Step]:
    batches, headings = dict(place.batches), []
    for item in node.items:
        table = operation_words.batch_table(item.context_expr)
        if table is None:
            yield from _calls(item.context_expr, place)
            if _is_of_op(item.context_expr):
                headings.append(f"with {_text(item.context_expr)}")
        else:
            headings.append(f"batch on {table}")
            batches |= {item.optional_vars.id: table} if isinstance(item.optional_vars, ast.Name) else {}
    yield from _body(node.body, replace(place, batches=batches, inside=(*place.inside, *headings)))


def _calls(node: ast.AST, place: _Place) -> Iterator[Step]:
    """Find the steps in one statement, in the order in which they stand there."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
        owner, name = _owner(call), _name(call)
        if owner == "op" and name not in _ASKS:
            yield call.lineno, operation_words.words(call, name), place.inside
        elif owner in place.batches:
            yield call.lineno, operation_words.words(call, name, place.batches[owner]), place.inside
        elif isinstance(call.func, ast.Name) and name in place.functions and name not in place.entered:
            yield from _entered(call, place)
        elif owner in place.collections:
            continue
        elif isinstance(call.func, ast.Attribute) and name in _RUNS and not _within_step(call, calls, place):
            yield call.lineno, f"run {_text(call)}", place.inside


def _entered(call: ast.Call, place: _Place) -> Iterator[Step]:
    name = _name(call)
    inner = replace(place, inside=(*place.inside, f"in {name}()"), entered=(*place.entered, name), batches={})
    yield from _body(place.functions[name].body, inner)


def _within_step(call: ast.Call, calls: Sequence[ast.Call], place: _Place) -> bool:
    """Tell whether another step's words hold this call already."""
    around = [one for one in calls if one is not call and any(inner is call for inner in ast.walk(one))]
    return any(_owner(one) in {"op", *place.batches} or _name(one) in _RUNS for one in around)


def _is_of_op(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "op" for one in ast.walk(node))


def _owner(call: ast.Call) -> str:
    """Name what a method is called on: `op` of `op.execute()`; empty if that is no plain name."""
    function = call.func
    return function.value.id if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) else ""


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text(node: ast.AST) -> str:
    return cut(ast.unparse(node))
