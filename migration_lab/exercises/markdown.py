"""The Markdown in which tasks are written, as HTML: what an author of an exercise needs, and nothing that runs."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

_HEADING = re.compile(r"(#{1,4}) +(.+)")
_ITEM = re.compile(r"(?:([-*])|\d+\.) +(.+)")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_CODE = re.compile(r"(`+)(.+?)\1")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])")
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^\s()]+)\)")
FENCE = "```"
HOLE = "\0"  # where code stood
DEEPER = 2  # a task stands below the headings of its notebook


def html(text: str) -> str:
    """Write headings, paragraphs, lists, tables, code, **bold**, *italic* and links as HTML; all else is text."""
    return "".join(map(_block, _blocks(text)))


def inline(words: str) -> str:
    """Write the marks inside a line as HTML; what is bold may hold code, and in code nothing is a mark."""
    words = words.replace(HOLE, "")
    codes = [f"<code>{escape(found[2].strip())}</code>" for found in _CODE.finditer(words)]
    first, *rest = _marked(_CODE.sub(HOLE, words)).split(HOLE)
    return first + "".join(code + part for code, part in zip(codes, rest, strict=True))


def plain(words: str) -> str:
    """Take the meaning from HTML in a line of Markdown; in code it has none anyway."""
    parts, end = [], 0
    for found in _CODE.finditer(words):
        parts += [escape(words[end : found.start()], quote=False), found[0]]
        end = found.end()
    return "".join([*parts, escape(words[end:], quote=False)])


def _marked(words: str) -> str:
    linked = _LINK.sub(r'<a href="\2">\1</a>', escape(words))
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", linked))


def _blocks(text: str) -> Iterator[list[str]]:
    """Yield the lines of each block; a fenced one with its fences, each heading as one of its own."""
    block: list[str] = []
    fenced = False
    for line in [*text.splitlines(), ""]:
        fence = line.lstrip().startswith(FENCE)
        alone = not fenced and (fence or not line.strip() or _HEADING.fullmatch(line))
        if alone and block:
            yield block
            block = []
        fenced ^= fence
        if fenced or line.strip():
            block.append(line)
        if block and ((fence and not fenced) or (not fenced and _HEADING.fullmatch(line))):
            yield block
            block = []
    if block:  # a fence that was never closed
        yield block


def _block(lines: list[str]) -> str:
    heading = _HEADING.fullmatch(lines[0])
    if lines[0].lstrip().startswith(FENCE):
        code = [line for line in lines if not line.lstrip().startswith(FENCE)]
        return f"<pre>{escape(chr(10).join(code))}</pre>"
    if heading:
        level = len(heading[1]) + DEEPER
        return f"<h{level}>{inline(heading[2])}</h{level}>"
    if len(lines) > 1 and _RULE.fullmatch(lines[1].strip()):
        return _table(lines)
    if any(map(_ITEM.match, lines)):
        return "".join(_listed(lines))
    return f"<p>{inline(' '.join(map(str.strip, lines)))}</p>"


def _listed(lines: list[str]) -> Iterator[str]:
    """Write lists, and a paragraph above them if there is one; a line that is no item belongs to the item before."""
    items: list[tuple[str, str]] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            items.append(("ul" if found[1] else "ol", found[2]))
        elif items:
            items[-1] = (items[-1][0], f"{items[-1][1]} {line.strip()}")
        else:
            items.append(("p", line.strip()))
    for kind, group in groupby(items, key=lambda item: item[0]):
        words = [inline(item) for _, item in group]
        yield f"<p>{' '.join(words)}</p>" if kind == "p" else _list(kind, words)


def _list(kind: str, words: list[str]) -> str:
    return f"<{kind}>{''.join(f'<li>{one}</li>' for one in words)}</{kind}>"


def _table(lines: list[str]) -> str:
    head, _, *body = lines
    headers = "".join(f'<th scope="col">{word}</th>' for word in _cells(head))
    rows = "".join(f"<tr>{''.join(f'<td>{word}</td>' for word in _cells(line))}</tr>" for line in body)
    return f"<table><thead><tr>{headers}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(line: str) -> list[str]:
    return [inline(word.strip()) for word in line.strip().strip("|").split("|")]
