"""Answers the widget's request with a one-time code, for the seller who is signed in."""

import asyncio
import json
import logging
import re
import time
import uuid
from math import ceil
from typing import Literal

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.exceptions import HTTPException

from same_origin import is_foreign

STATUS = {"invalid_request": 400, "session_expired": 401, "csrf_rejected": 403}
STATUS |= {"environment_not_configured": 409, "upstream_auth": 424, "upstream_rejected": 424, "rate_limited": 429}
log = logging.getLogger("uvicorn.error")


class Click(BaseModel):
    model_config = ConfigDict(extra="forbid")
    environment: Literal["sandbox", "live"]
    redirect: Literal["overview", "payout_settings", "retain_settings", "onboarding"] = "overview"


class Refusal(Exception):
    def __init__(self, code: str, status: int = 0, headers: dict | None = None, retry_after: int = 0):
        self.code, self.status, self.retry_after = code, status or STATUS.get(code, 503), retry_after
        self.headers = {**(headers or {}), **({"retry-after": str(retry_after)} if retry_after else {})}


async def read(request: Request) -> Click:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > 4096:
            raise Refusal("invalid_request", status=413)
    try:
        return Click.model_validate_json(body)
    except ValidationError:
        raise Refusal("invalid_request") from None


async def authorize(client: httpx.AsyncClient, api: str, key: str) -> dict:
    """The code and its end, or a refusal without Paddle's words. The request is not sent again."""
    headers, body = {"authorization": f"Bearer {key}", "paddle-version": "1"}, b""
    try:
        async with asyncio.timeout(8):
            async with client.stream("POST", f"{api}/magic-sessions/authorize", headers=headers) as response:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > 16 * 1024:
                        raise Refusal("upstream_invalid")
    except (httpx.HTTPError, TimeoutError):
        raise Refusal("upstream_unavailable") from None
    try:
        parts = json.loads(body)
    except (ValueError, RecursionError):
        parts = None
    part = lambda name: parts[name] if isinstance(parts, dict) and isinstance(parts.get(name), dict) else {}
    match response.status_code:
        case 200 | 201:
            data = {name: part("data").get(name) for name in ("code", "expires_at")}
            if not (isinstance(data["code"], str) and re.fullmatch("[!-~]{1,512}", data["code"])):
                raise Refusal("upstream_invalid")
            is_time = re.fullmatch("[0-9TZ:.+-]{20,35}", str(data["expires_at"]))
            return data if is_time else {"code": data["code"]}
        # Without an error code, it is a firewall's in front of Paddle. Then the key may be good.
        case 401 | 403 if part("error").get("code"):
            raise Refusal("upstream_auth")
        case 429:
            wait = response.headers.get("retry-after", "")
            seconds = min(max(int(wait), 1), 300) if re.fullmatch("[0-9]{1,12}", wait) else 60
            raise Refusal("upstream_busy", retry_after=seconds)
        case status if status >= 500:
            raise Refusal("upstream_unavailable")
        case status:
            raise Refusal("upstream_rejected" if status >= 400 else "upstream_invalid")


def proxy(client: httpx.AsyncClient, origin: str, apis: dict, sellers: dict, clicks_per_minute: int) -> FastAPI:
    """An app to mount. `sellers` has each seller's keys by environment, `apis` Paddle's origins."""
    app, clicks, busy_until = FastAPI(openapi_url=None), {}, {}

    def admit(seller: str, environment: str) -> None:
        now = time.monotonic()
        recent = [at for at in clicks.get(seller, []) if at > now - 60]
        if len(recent) >= clicks_per_minute:
            raise Refusal("rate_limited", retry_after=ceil(recent[0] + 60 - now))
        clicks[seller] = [*recent, now]
        if (pause := ceil(busy_until.get(environment, now) - now)) > 0:
            raise Refusal("upstream_busy", retry_after=pause)

    def answer(status: int, content: dict, headers: dict) -> JSONResponse:
        content["meta"] = {"request_id": str(uuid.uuid4())}
        always = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
        return JSONResponse(content, status, always | headers)

    @app.post("/magic-sessions")
    async def magic_session(request: Request) -> JSONResponse:
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        is_widget = request.headers.get("x-paddle-magic-links") == "1" and media_type == "application/json"
        if is_foreign(request, origin) or not is_widget:
            raise Refusal("csrf_rejected")
        if not (seller := request.session.get("seller")):
            raise Refusal("session_expired")
        environment = (await read(request)).environment
        if not (key := sellers[seller][environment]):
            raise Refusal("environment_not_configured")
        admit(seller, environment)
        try:
            data = await authorize(client, apis[environment], key)
        except Refusal as refusal:
            if refusal.retry_after:
                busy_until[environment] = time.monotonic() + refusal.retry_after
            raise
        return answer(201, {"data": {"environment": environment, **data}}, {})

    @app.exception_handler(Exception)  # A bug.
    @app.exception_handler(HTTPException)  # Not a POST.
    @app.exception_handler(Refusal)
    async def refuse(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, HTTPException):
            error = Refusal("invalid_request", error.status_code, error.headers)
        refusal = error if isinstance(error, Refusal) else Refusal("site_unavailable")
        content = {"error": {"code": refusal.code}}
        response = answer(refusal.status, content, refusal.headers)
        log.warning("%s seller %s: %s", content["meta"]["request_id"], request.session.get("seller"), refusal.code)
        return response

    return app
