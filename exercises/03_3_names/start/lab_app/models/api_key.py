"""The keys with which programs of a user talk to the gateway."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lab_app.db import Base


class ApiKey(Base):
    """One key; only its hash is stored. The names of its constraints come from the naming convention of `Base`."""

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("token_hash"), CheckConstraint("uses >= 0", name="uses_counted"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64))
    uses: Mapped[int] = mapped_column(server_default=text("0"))
