"""The page `/docs`: the OpenAPI description as plain HTML; the usual pages load their scripts from the internet."""

import json
from html import escape
from typing import Any

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
body { color: #1b1b1b; background: #fff }
summary { cursor: pointer; padding: .4rem 0 } summary code { font-size: 1rem }
article { border-left: 4px solid #5a6b7b; padding: 0 1rem; margin: .5rem 0 }
pre { background: #f2f4f6; padding: .75rem; overflow-x: auto } table { border-collapse: collapse }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top }
@media (prefers-color-scheme: dark) {
  body { color: #e8e8e8; background: #181a1c } pre { background: #26292c } a { color: #8cb8ff }
}
"""


def render(openapi: dict[str, Any]) -> str:
    """Return the page for an OpenAPI description; every text in it is escaped."""
    info = openapi["info"]
    sections = "".join(_section(tag, openapi) for tag in openapi.get("tags", []))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(info['title'])}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info.get('description', ''))}</p>"
        f'<p>For programs: <a href="openapi.json">openapi.json</a></p>{sections}</main></body></html>'
    )


def _section(tag: dict[str, str], openapi: dict[str, Any]) -> str:
    operations = [
        _operation(path, method, operation, openapi)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
        if tag["name"] in operation.get("tags", [])
    ]
    title = f"<h2>{escape(tag['name'])}</h2><p>{escape(tag.get('description', ''))}</p>"
    return f"<section>{title}{''.join(operations)}</section>"


def _operation(path: str, method: str, operation: dict[str, Any], openapi: dict[str, Any]) -> str:
    example = _example(operation, openapi)
    return (
        f"<article><details><summary><code><strong>{escape(method.upper())}</strong> {escape(path)}</code> "
        f"{escape(operation.get('summary', ''))}</summary><p>{escape(operation.get('description', ''))}</p>"
        f"{_parameters(operation)}{example}{_responses(operation)}</details></article>"
    )


def _parameters(operation: dict[str, Any]) -> str:
    rows = [
        (one["name"], one["in"], "yes" if one.get("required") else "no", one.get("description"))
        for one in operation.get("parameters", [])
    ]
    return _table(("parameter", "in", "needed", "meaning"), rows)


def _responses(operation: dict[str, Any]) -> str:
    return _table(
        ("answer", "meaning"), [(code, answer["description"]) for code, answer in operation["responses"].items()]
    )


def _example(operation: dict[str, Any], openapi: dict[str, Any]) -> str:
    body = operation.get("requestBody")
    if body is None:
        return ""
    name = body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    examples = openapi["components"]["schemas"][name].get("examples", [])
    return "".join(f"<p>Body, for example:</p><pre>{escape(json.dumps(one, indent=2))}</pre>" for one in examples)


def _table(headers: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(header)}</th>' for header in headers)
    cells = ("".join(f"<td>{escape(str(value or ''))}</td>" for value in row) for row in rows)
    lines = "".join(f"<tr>{row}</tr>" for row in cells)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
