"""The service: `uvicorn lab_app.main:app`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from sqlalchemy.ext.asyncio import async_sessionmaker

from lab_app.api import router
from lab_app.db import app_engine
from lab_app.docs_page import render
from lab_app.schema_check import expect_head
from lab_app.settings import Settings, get_settings

DESCRIPTION = (
    "The admin side of an API gateway: users, the endpoints they own, and how much these are used. "
    "Lists come in pages in the order of the id. Times are UTC."
)
TAGS = [
    {"name": "users", "description": "The people who administer the gateway."},
    {"name": "profiles", "description": "What others see of a user."},
    {"name": "endpoints", "description": "What the gateway serves."},
    {"name": "usage", "description": "What the gateway measured, from the analytics database."},
]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service; no database is opened before it starts.

    Args:
        settings: Where the databases are; without it, `get_settings()` at the start.
    """
    app = FastAPI(
        title="Gateway admin",
        version="1.0.0",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        lifespan=_lifespan(settings),
        docs_url=None,  # FastAPI's own pages load their scripts from the internet
        redoc_url=None,
    )
    app.include_router(router)
    app.add_exception_handler(RequestValidationError, _explain)
    _add_pages(app)
    return app


def _add_pages(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def to_docs() -> RedirectResponse:
        return RedirectResponse("docs")

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(render(app.openapi()))


async def _explain(_request: Request, error: Exception) -> JSONResponse:
    # FastAPI's own answer repeats the input, and breaks with 500 if that is no sound text
    assert isinstance(error, RequestValidationError)
    reasons = [{"loc": list(one["loc"]), "msg": one["msg"], "type": one["type"]} for one in error.errors()]
    return JSONResponse({"detail": reasons}, status_code=422)


def _lifespan(settings: Settings | None) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        chosen = settings or get_settings()
        primary, analytics = app_engine(chosen.database_url), app_engine(chosen.analytics_database_url)
        try:
            await expect_head(primary, section="alembic")
            await expect_head(analytics, section="analytics")
            app.state.primary = async_sessionmaker(primary, expire_on_commit=False)
            app.state.analytics = async_sessionmaker(analytics, expire_on_commit=False)
            yield
        finally:
            await primary.dispose()
            await analytics.dispose()

    return lifespan


app = create_app()
