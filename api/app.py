"""The app: its routes under ``/v1``, its description, and the page that shows it without any script."""

import copy
import json
from collections.abc import Callable
from html import escape
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from api import decisions, reviews
from api.language import has, lang_of, say
from api.problem import MEDIA_TYPE, Problem, tell_problems
from api.small_bodies import SmallBodies
from text.version import version
from text.words import LANGS, Lang

_OPERATIONS = ("get", "post", "put", "patch", "delete")
_STYLE = (
    "body{font:16px/1.6 Sarabun,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "code,pre{font-size:.9em}pre{background:#8881;padding:.8rem;overflow:auto}h2{margin-top:2rem}"
)


def make_app(signs_in: Callable[[], bool]) -> FastAPI:
    """The app. ``signs_in`` says whether people sign in here: then a file is read only for who has a token."""
    app = FastAPI(
        title="mission-review-blueprint",
        version=version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses={"4XX": {"model": Problem, "content": {MEDIA_TYPE: {}}}},
    )
    app.state.signs_in = signs_in
    app.include_router(decisions.router, prefix="/v1")
    app.include_router(reviews.router, prefix="/v1")
    tell_problems(app)
    app.add_middleware(SmallBodies, but="/v1/classify")
    told = {lang: _described(app.openapi(), lang) for lang in LANGS}
    pages = {lang: _page(told[lang], lang) for lang in LANGS}

    def description(request: Request) -> Response:
        return JSONResponse(told[lang_of(request)])

    def page(request: Request) -> Response:
        return HTMLResponse(pages[lang_of(request)])

    app.add_route("/openapi.json", description, include_in_schema=False)
    app.add_route("/docs", page, include_in_schema=False)
    return app


def _described(openapi: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """The description with the operations named in a language."""
    told = copy.deepcopy(openapi)
    told["servers"] = [{"url": "/api"}]
    for path, operations in told["paths"].items():
        for operation in operations.values():
            key = f"operation.{operation['operationId']}"
            if has(key):
                operation["summary"] = say(key, lang)
            if path.startswith("/v1/reviews"):
                operation["security"] = [{"token": []}]
    told.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return told


def _page(openapi: dict[str, Any], lang: Lang) -> str:
    """The description as a page to be read; it has no script, so it needs nothing from elsewhere."""
    parts = [f"<h1>{escape(say('docs.title', lang))}</h1><p>{escape(say('docs.intro', lang))}</p>"]
    for path, operations in openapi["paths"].items():
        for method in filter(operations.__contains__, _OPERATIONS):
            operation = operations[method]
            token = f" · {escape(say('docs.needs_token', lang))}" if "security" in operation else ""
            parts.append(f"<h2><code>{method.upper()} /api{escape(path)}</code></h2>")
            parts.append(f"<p>{escape(operation.get('summary', ''))}{token}</p>")
            asked = {p["name"]: p["in"] for p in operation.get("parameters", [])}
            if asked:
                parts.append(
                    "<ul>" + "".join(f"<li><code>{escape(n)}</code> ({i})</li>" for n, i in asked.items()) + "</ul>"
                )
            body = operation.get("requestBody", {}).get("content", {})
            parts += [_form(say("docs.body", lang), kind, each.get("schema")) for kind, each in body.items()]
            answer = operation["responses"].get("200", {}).get("content", {})
            parts += [_form(say("docs.answer", lang), kind, each.get("schema")) for kind, each in answer.items()]
    parts.append(f"<h2>{escape(say('docs.parts', lang))}</h2>")
    for name, schema in openapi["components"].get("schemas", {}).items():
        parts.append(f"<h3>{escape(name)}</h3><pre>{escape(json.dumps(schema, ensure_ascii=False, indent=1))}</pre>")
    title = escape(say("docs.title", lang))
    head = f"<meta charset='utf-8'><title>{title}</title><style>{_STYLE}</style>"
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{''.join(parts)}</body></html>"


def _form(head: str, kind: str, schema: dict[str, Any] | None) -> str:
    name = str((schema or {}).get("$ref", "")).rpartition("/")[2]
    return f"<p>{escape(head)}: <code>{escape(kind)}</code> {escape(name)}</p>"
