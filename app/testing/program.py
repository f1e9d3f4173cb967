"""A program that uses the interface: its token, and requests as it sends them."""

from datetime import timedelta
from typing import Any, Self
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.api import tokens
from app.api.interface import PREFIX
from app.api.keys import HEADER
from app.api.scopes import Scope
from app.members.models import Member, Person
from app.territories.models import Territory
from app.web.database import db

__all__ = ["Program"]


class Program:
    """Sends requests with its token, or as a visitor; paths are relative to ``/api/v1``."""

    def __init__(self, app: Flask, token: str | None = None, token_id: UUID | None = None) -> None:
        self.client = app.test_client()
        self.token, self.token_id = token, token_id

    @classmethod
    def of(
        cls,
        app: Flask,
        owner: Member | Person | None = None,
        *scopes: Scope,
        territory: Territory | None = None,
    ) -> Self:
        """Make a program of somebody who is committed already.

        Args:
            app: the application it asks.
            owner: whose token it has; without, it is a visitor.
            scopes: what its token allows; everything when none is named.
            territory: the only one its token is for; all of the owner's when left out.
        """
        if owner is None:
            return cls(app)
        person_id = owner.person_id if isinstance(owner, Member) else owner.id
        with app.app_context(), Session(db.engine) as session:
            token, text = tokens.create(
                session,
                session.get_one(Person, person_id),
                name="A program of the tests",
                scopes=scopes or tuple(Scope),
                lasts=timedelta(days=30),
                territory_id=territory.id if territory is not None else None,
            )
            session.commit()
            return cls(app, text, token.id)

    def get(self, path: str, **values: Any) -> TestResponse:
        """Read."""
        return self.send("GET", path, **values)

    def post(self, path: str, json: Any = None, key: str | None = None, **values: Any) -> TestResponse:
        """Make or move something, under an idempotency key when there is one."""
        return self.send("POST", path, json=json, key=key, **values)

    def put(self, path: str, json: Any = None, **values: Any) -> TestResponse:
        """Put in place."""
        return self.send("PUT", path, json=json, **values)

    def patch(self, path: str, json: Any = None, **values: Any) -> TestResponse:
        """Change."""
        return self.send("PATCH", path, json=json, **values)

    def delete(self, path: str, **values: Any) -> TestResponse:
        """Take away."""
        return self.send("DELETE", path, **values)

    def send(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **values: Any,
    ) -> TestResponse:
        """Send a request; ``values`` are those of werkzeug's client (``query_string``, ``data``)."""
        sent = {"Accept-Language": "en", **(headers or {})}
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if key is not None:
            sent[HEADER] = key
        if json is not None:
            values["json"] = json
        return self.client.open(f"{PREFIX}{path}", method=method, headers=sent, **values)
