"""Usage: the gateway reports requests, people read the daily counts. Both live in the analytics database."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import select

from lab_app.api.parts import Analytics, Limit, PathId
from lab_app.models import DailyUsage, RequestEvent
from lab_app.schemas import EventIn, EventOut, UsageOut

router = APIRouter(tags=["usage"])

Since = Annotated[date | None, Query(description="The first day to show.")]


@router.post("/events", response_model=EventOut, status_code=201, summary="Report a request")
async def report_event(session: Analytics, event: EventIn) -> Any:
    """Keep one answered request; the database writes the time."""
    row = RequestEvent(**event.model_dump())
    session.add(row)
    await session.commit()
    await session.refresh(row)
    return row


@router.get("/endpoints/{endpoint_id}/usage", response_model=list[UsageOut], summary="Read daily usage")
async def read_usage(session: Analytics, endpoint_id: PathId, since: Since = None, limit: Limit = 31) -> Any:
    """Return the daily counts of one endpoint, oldest first; an endpoint that nobody used has none."""
    days = select(DailyUsage).where(DailyUsage.endpoint_id == endpoint_id).order_by(DailyUsage.day).limit(limit)
    return (await session.scalars(days if since is None else days.where(DailyUsage.day >= since))).all()
