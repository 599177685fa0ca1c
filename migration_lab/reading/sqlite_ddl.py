"""What SQLite keeps only in the text of `CREATE TABLE`: names of constraints, CHECK, COLLATE, generated columns."""

from dataclasses import dataclass, field

from migration_lab.reading.tokens import END, Token, Words, split, tokens

_TABLE_RULES = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"}
_COLUMN_RULES = {
    "CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS",
    "ON", "DEFERRABLE",
}  # fmt: skip


@dataclass
class Rule:
    """One constraint as it is written: kind, name and the tokens that matter."""

    kind: str
    name: str = ""
    column: str = ""
    terms: list[list[Token]] = field(default_factory=list)
    target: str = ""
    target_columns: tuple[str, ...] = ()
    on_delete: str = "NO ACTION"
    on_update: str = "NO ACTION"
    extra: list[str] = field(default_factory=list)


@dataclass
class TableText:
    """A parsed `CREATE TABLE`."""

    rules: list[Rule] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    unknown: list[Token] = field(default_factory=list)


def parse(sql: str) -> TableText:
    """Read the rules of a `CREATE TABLE` text.

    What is not understood is kept in `unknown`, so that a comparison still sees it.
    """
    words = Words(tokens(sql))
    while words.peek() not in {Token("mark", "("), END}:
        next(words)
    table = TableText()
    for item in split(words.bracket()):
        part = Words(item)
        column = "" if part.peek().keyword in _TABLE_RULES else next(part).name
        if column:
            _skip_type(part)
        _rules(part, column, table)
    table.options = [" ".join(token.text.upper() for token in option) for option in split(words)]
    return table


def _skip_type(part: Words) -> None:
    while part.peek() != END and part.peek().keyword not in _COLUMN_RULES:
        next(part)


def _rules(part: Words, column: str, table: TableText) -> None:
    name = ""
    while part.peek() != END:
        if part.take("CONSTRAINT"):
            name = next(part, END).name
            continue
        rule = _rule(part, column)
        if rule is None:
            table.unknown.append(next(part))
            continue
        rule.name = name
        table.rules.append(rule)
        name = ""


def _rule(part: Words, column: str) -> Rule | None:
    for opening in _OPENINGS.get(part.peek().keyword, ()):
        if part.take(*opening.split()):
            return _READERS[opening](part, Rule(opening, column=column))
    return None


def _key(part: Words, rule: Rule) -> Rule:
    """Read `(a DESC, b COLLATE x) ON CONFLICT y AUTOINCREMENT`, or the same behind a column."""
    name = Token("quoted", '"' + rule.column.replace('"', '""') + '"')
    order = [next(part)] if part.peek().keyword in {"ASC", "DESC"} else []
    terms = split(part.bracket())
    if terms and terms[-1][-1].keyword == "AUTOINCREMENT":
        rule.extra.append(terms[-1].pop().keyword)
    rule.terms = terms or [[name, *order]]
    _conflict(part, rule)
    if part.take("AUTOINCREMENT"):
        rule.extra.append("AUTOINCREMENT")
    return rule


def _conflict(part: Words, rule: Rule) -> Rule:
    if part.take("ON", "CONFLICT"):
        rule.extra.append(f"ON CONFLICT {next(part, END).keyword}")
    return rule


def _check(part: Words, rule: Rule) -> Rule:
    rule.terms = [part.bracket()]
    return _conflict(part, rule)


def _default(part: Words, rule: Rule) -> Rule:
    if not part.bracket() and next(part, END).text in {"+", "-"}:
        next(part, END)
    return rule


def _word(part: Words, rule: Rule) -> Rule:
    rule.extra.append(next(part, END).name)
    return rule


def _generated(part: Words, rule: Rule) -> Rule:
    rule.kind = "GENERATED"
    rule.terms = [part.bracket()]
    rule.extra.append("STORED" if part.take("STORED") else "VIRTUAL")
    part.take("VIRTUAL")
    return rule


def _foreign_key(part: Words, rule: Rule) -> Rule:
    rule.terms = split(part.bracket())
    part.take("REFERENCES")
    return _references(part, rule)


def _references(part: Words, rule: Rule) -> Rule:
    rule.kind = "FOREIGN KEY"
    rule.terms = rule.terms or [[Token("quoted", '"' + rule.column.replace('"', '""') + '"')]]
    rule.target = next(part, END).name
    rule.target_columns = tuple(term[0].name for term in split(part.bracket()))
    while _reference_clause(part, rule):
        pass
    return rule


def _reference_clause(part: Words, rule: Rule) -> bool:
    if part.take("ON", "DELETE"):
        rule.on_delete = _action(part)
    elif part.take("ON", "UPDATE"):
        rule.on_update = _action(part)
    elif part.take("MATCH"):
        rule.extra.append(f"MATCH {next(part, END).text.upper()}")
    elif part.take("NOT", "DEFERRABLE"):
        _initially(part)
    elif part.take("DEFERRABLE"):
        rule.extra.append(f"DEFERRABLE INITIALLY {_initially(part)}")
    else:
        return False
    return True


def _initially(part: Words) -> str:
    return next(part, END).keyword if part.take("INITIALLY") else "IMMEDIATE"


def _action(part: Words) -> str:
    first = next(part, END).keyword
    return f"{first} {next(part, END).keyword}" if first in {"SET", "NO"} else first


_READERS = {
    "PRIMARY KEY": _key,
    "UNIQUE": _key,
    "CHECK": _check,
    "FOREIGN KEY": _foreign_key,
    "REFERENCES": _references,
    "NOT NULL": _conflict,
    "NULL": _conflict,
    "DEFAULT": _default,
    "COLLATE": _word,
    "GENERATED ALWAYS AS": _generated,
    "AS": _generated,
}
_OPENINGS = {
    first: [opening for opening in _READERS if opening.split()[0] == first]
    for first in {opening.split()[0] for opening in _READERS}
}
