"""What the gateway measured: kept in a database of its own, so no foreign key can point to the primary one."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lab_app.db import AnalyticsBase


class RequestEvent(AnalyticsBase):
    """One request that an endpoint answered."""

    __tablename__ = "request_events"
    __table_args__ = (
        CheckConstraint("status_code BETWEEN 100 AND 599", name="status_code_range"),
        Index(None, "endpoint_id", "occurred_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    endpoint_id: Mapped[int]
    user_id: Mapped[int | None]
    method: Mapped[str] = mapped_column(String(10))
    path: Mapped[str] = mapped_column(String(255))
    status_code: Mapped[int]
    duration_ms: Mapped[int]
    region: Mapped[str] = mapped_column(String(10), server_default="unknown")
    occurred_at: Mapped[datetime] = mapped_column(server_default=text("CURRENT_TIMESTAMP"), index=True)


class DailyUsage(AnalyticsBase):
    """One endpoint's requests of one day, counted."""

    __tablename__ = "daily_usage"

    endpoint_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    requests: Mapped[int]
    errors: Mapped[int]
    total_duration_ms: Mapped[int]
    counted_by: Mapped[str] = mapped_column(String(32), server_default="service")


class Region(AnalyticsBase):
    """A region that reports are made for."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
