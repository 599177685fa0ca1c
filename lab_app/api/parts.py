"""What every route needs: a database session, a page of a list, a save, and the ways to say no."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Path, Query, Request
from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from lab_app.schemas import LARGEST_ID, Problem

NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "There is no such row."}}
CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "Another row stands in the way."}}

PathId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
After = Annotated[int, Query(ge=0, le=LARGEST_ID, description="Begin after this id.")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many rows at most.")]


async def _primary(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.primary() as session:
        yield session


async def _analytics(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.analytics() as session:
        yield session


Primary = Annotated[AsyncSession, Depends(_primary)]
Analytics = Annotated[AsyncSession, Depends(_analytics)]


def missing(thing: str) -> HTTPException:
    """Return the answer 404 for a thing such as `user 99`."""
    return HTTPException(404, f"There is no {thing}.")


async def save(session: AsyncSession, row: DeclarativeBase, *, taken: str) -> None:
    """Commit the row and read back what the database wrote.

    Raises:
        HTTPException: 409 with the text `taken`, if another row has what must be unique; 404 if the row's owner
            was deleted in the meantime.
    """
    try:
        await session.commit()
    except IntegrityError as error:
        reason = str(error.orig).lower()  # the words that SQLite and PostgreSQL have in common
        if "unique" in reason:
            raise HTTPException(409, taken) from None
        if "foreign key" in reason:
            raise HTTPException(404, "What this belongs to was deleted just now.") from None
        raise
    await session.refresh(row)


async def page(
    session: AsyncSession,
    row: type[DeclarativeBase],
    *,
    key: InstrumentedAttribute[int],
    where: Sequence[ColumnElement[bool]] = (),
    bounds: tuple[int, int],
) -> dict[str, Any]:
    """Return up to `limit` rows after the key `after`; unlike OFFSET it neither skips nor repeats rows that move.

    Args:
        session: The session to read with.
        row: The model.
        key: The column that orders the list.
        where: What the rows must satisfy.
        bounds: `(after, limit)`.
    """
    after, limit = bounds
    rows = (await session.scalars(select(row).where(key > after, *where).order_by(key).limit(limit + 1))).all()
    shown = rows[:limit]
    more = len(rows) > limit
    return {"items": shown, "next_after": getattr(shown[-1], key.key) if more else None}
