"""The people who administer the gateway."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lab_app.db import Base

if TYPE_CHECKING:
    from lab_app.models.gateway_config import EndpointConfig
    from lab_app.models.user_profile import UserProfile


class UserTable(Base):
    """A user; what others see of them stands in `UserProfile`."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("username"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(50))
    full_name: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(255))
    timezone: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(server_default=text("CURRENT_TIMESTAMP"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("CURRENT_TIMESTAMP"), onupdate=func.now())

    endpoint_configs: Mapped[list[EndpointConfig]] = relationship(back_populates="owner", passive_deletes=True)
    profile: Mapped[UserProfile | None] = relationship(back_populates="user", passive_deletes=True)
