"""The words of an SQL text: enough to read what SQLite keeps only as text, without guessing by regular expression."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import NamedTuple

from sqlalchemy.dialects.sqlite.base import SQLiteIdentifierPreparer

# SQLite's own rules: every character from U+0080 on may stand in a name, and its white space is ASCII only
_TOKEN = re.compile(
    r"""(?P<gap>[ \t\n\f\r]+|--[^\n]*|/\*.*?(?:\*/|\Z))
      | (?P<blob>[xX]'[^']*')
      | (?P<text>'(?:[^']|'')*')
      | (?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])
      | (?P<number>0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)
      | (?P<word>[A-Za-z_\u0080-\U0010ffff][0-9A-Za-z_$\u0080-\U0010ffff]*)
      | (?P<mark><>|<=|>=|==|!=|\|\||<<|>>|->>|->|::|.)""",
    re.VERBOSE | re.DOTALL,
)
_SMALL = {ord(capital): capital.lower() for capital in ascii_uppercase}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_RESERVED = frozenset(SQLiteIdentifierPreparer.reserved_words)


class Token(NamedTuple):
    """One word, quoted name, value or mark of an SQL text."""

    kind: str
    text: str

    @property
    def keyword(self) -> str:
        """Give the word in capitals, or nothing for a quoted name, a value or a mark."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """Give the name that this token writes, without its quotes."""
        if self.kind not in {"quoted", "text"}:
            return self.text
        quote = self.text[-1]
        inner = self.text[1:-1]
        return inner if quote == "]" else inner.replace(quote * 2, quote)


END = Token("end", "")


@dataclass
class Words:
    """A walk along tokens, one look ahead."""

    tokens: list[Token]
    at: int = 0

    def __iter__(self) -> Iterator[Token]:
        return self

    def __next__(self) -> Token:
        if self.at >= len(self.tokens):
            raise StopIteration
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self, ahead: int = 0) -> Token:
        """Look at a token without taking it."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else END

    def take(self, *keywords: str) -> bool:
        """Take these keywords if they come next, all of them."""
        for ahead, keyword in enumerate(keywords):
            if self.peek(ahead).keyword != keyword:
                return False
        self.at += len(keywords)
        return True

    def bracket(self) -> list[Token]:
        """Take what stands in the brackets that come next, or nothing if none do."""
        if self.peek() != Token("mark", "("):
            return []
        self.at += 1
        return inside(self)


def fold(name: str) -> str:
    """Give the form under which SQLite finds a name: it knows capitals of ASCII letters only."""
    return name.translate(_SMALL)


def tokens(sql: str) -> list[Token]:
    """Cut `sql` into tokens; spaces and comments are left out."""
    return [Token(kind, match[0]) for match in _TOKEN.finditer(sql) if (kind := match.lastgroup or "mark") != "gap"]


def tidy(words: Iterable[Token], names: Collection[str] = ()) -> str:
    """Write tokens in one even form, so that spaces, comments, needless quotes and small keywords are no difference.

    Args:
        words: The tokens of an expression or statement.
        names: Names (as `fold` gives them) known to the database: only these lose their double quotes, because
            SQLite reads an unknown double-quoted name as a text value.
    """
    written: list[str] = []
    before: list[Token] = []
    for token in words:
        written.append(" " * _apart(before, token) + _even(token, names))
        before = [*before[-1:], token]
    return "".join(written)


def inside(words: Iterator[Token]) -> list[Token]:
    """Take the tokens up to the bracket that closes the one just read; the closing bracket is dropped."""
    taken: list[Token] = []
    depth = 1
    for token in words:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if not depth:
            break
        taken.append(token)
    return taken


def split(words: Iterable[Token], mark: str = ",") -> list[list[Token]]:
    """Cut tokens at each `mark` that stands outside brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in words:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0 and token == Token("mark", mark):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _even(token: Token, names: Collection[str]) -> str:
    if token.kind == "word":
        return token.keyword if token.text.lower() in _RESERVED and fold(token.text) not in names else token.text
    if token.kind != "quoted" or (token.text[0] == '"' and fold(token.name) not in names):
        return token.text
    if _PLAIN.match(token.name) and token.name.lower() not in _RESERVED:
        return token.name
    return '"' + token.name.replace('"', '""') + '"'


def _apart(before: list[Token], token: Token) -> bool:
    """Tell whether a space stands before `token`: as people write SQL, and the same for the same tokens."""
    if not before or before[-1].text in {"(", ".", "::"} or token.text in {")", ",", ".", ";", "::"}:
        return False
    if token.text == "(" and token.kind == "mark":
        return not _is_name(before[-1])
    sign = before[-1].text in {"-", "+", "~"} and before[-1].kind == "mark"
    return not (sign and (len(before) == 1 or not _is_value(before[0])))


def _is_name(token: Token) -> bool:
    return token.kind == "quoted" or (token.kind == "word" and token.text.lower() not in _RESERVED)


def _is_value(token: Token) -> bool:
    return _is_name(token) or token.kind in {"text", "blob", "number"} or token.text == ")"
