"""The endpoints that the gateway serves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lab_app.db import Base

if TYPE_CHECKING:
    from lab_app.models.user import UserTable


class EndpointConfig(Base):
    """One route of the gateway: which method and path, how long it may take, whether it is switched on."""

    __tablename__ = "endpoint_configs"
    __table_args__ = (
        CheckConstraint("method IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')", name="method_known"),
        UniqueConstraint("owner_id", "method", "path"),
        Index(
            "ix_endpoint_configs_active_path",
            "path",
            sqlite_where=text("is_active"),
            postgresql_where=text("is_active"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    path: Mapped[str] = mapped_column(String(255))
    method: Mapped[str] = mapped_column(String(10))
    timeout_ms: Mapped[int] = mapped_column(server_default=text("5000"))
    retries: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("CURRENT_TIMESTAMP"))
    is_active: Mapped[bool] = mapped_column(server_default=true())

    owner: Mapped[UserTable] = relationship(back_populates="endpoint_configs")
