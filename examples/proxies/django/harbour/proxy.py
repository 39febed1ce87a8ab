"""Answers the widget's request with a one-time code, for the seller who is signed in."""

import asyncio
import json
import logging
import re
import time
import uuid
from math import ceil

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.csrf import csrf_failure as page_of_csrf_failure

STATUS = {"invalid_request": 400, "session_expired": 401, "csrf_rejected": 403}
STATUS |= {"environment_not_configured": 409, "upstream_auth": 424, "upstream_rejected": 424, "rate_limited": 429}
REDIRECTS = ("overview", "payout_settings", "retain_settings", "onboarding")

log = logging.getLogger(__name__)
clicks: dict[str, list[float]] = {}
busy_until: dict[str, float] = {}
# Its connections belong to one event loop: that of the ASGI server.
client = httpx.AsyncClient(timeout=8)


class Refusal(Exception):
    def __init__(self, code: str, status: int = 0, retry_after: int = 0):
        self.code, self.status, self.retry_after = code, status or STATUS.get(code, 503), retry_after


def answer(status: int, content: dict, headers: dict | None = None) -> JsonResponse:
    content["meta"] = {"request_id": str(uuid.uuid4())}
    return JsonResponse(content, status=status, headers=headers)


def refuse(refusal: Refusal) -> JsonResponse:
    headers = {"allow": "POST"} if refusal.status == 405 else {}
    headers |= {"retry-after": str(refusal.retry_after)} if refusal.retry_after else {}
    response = answer(refusal.status, content := {"error": {"code": refusal.code}}, headers)
    log.warning("%s: %s", content["meta"]["request_id"], refusal.code)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django checks its token before the view. A seller whose session has ended has no token either."""
    if request.path != "/api/paddle/magic-sessions":
        return page_of_csrf_failure(request, reason)
    return refuse(Refusal("csrf_rejected" if "seller" in request.session else "session_expired"))


def read(request: HttpRequest) -> str:
    """The environment of a request that has the contract's fields and no other."""
    if len(body := request.read(4097)) > 4096:
        raise Refusal("invalid_request", status=413)
    try:
        click = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Refusal("invalid_request") from None
    if not isinstance(click, dict) or not click.keys() <= {"environment", "redirect"}:
        raise Refusal("invalid_request")
    environment, redirect = click.get("environment"), click.get("redirect", "overview")
    if environment not in ("sandbox", "live") or redirect not in REDIRECTS:
        raise Refusal("invalid_request")
    return environment


def admit(seller: str, environment: str) -> None:
    now = time.monotonic()
    recent = [at for at in clicks.get(seller, []) if at > now - 60]
    if len(recent) >= settings.CLICKS_PER_MINUTE:
        raise Refusal("rate_limited", retry_after=ceil(recent[0] + 60 - now))
    clicks[seller] = [*recent, now]
    if (pause := ceil(busy_until.get(environment, now) - now)) > 0:
        raise Refusal("upstream_busy", retry_after=pause)


async def authorize(environment: str, key: str) -> dict:
    """The code and its end, or a refusal without Paddle's words. The request is not sent again."""
    url, body = f"{settings.PADDLE_APIS[environment]}/magic-sessions/authorize", b""
    headers = {"authorization": f"Bearer {key}", "paddle-version": "1"}
    try:
        async with asyncio.timeout(8), client.stream("POST", url, headers=headers) as response:
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
            busy_until[environment] = time.monotonic() + seconds
            raise Refusal("upstream_busy", retry_after=seconds)
        case status if status >= 500:
            raise Refusal("upstream_unavailable")
        case status:
            raise Refusal("upstream_rejected" if status >= 400 else "upstream_invalid")


async def magic_session(request: HttpRequest) -> JsonResponse:
    try:
        if request.method != "POST":
            raise Refusal("invalid_request", status=405)
        # Django has compared the token and the origin. Another site can send none of these either.
        is_widget = request.headers.get("x-paddle-magic-links") == "1" and request.content_type == "application/json"
        if not is_widget or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise Refusal("csrf_rejected")
        if not (seller := await request.session.aget("seller")):
            raise Refusal("session_expired")
        environment = read(request)
        if not (key := settings.SELLERS[seller][environment]):
            raise Refusal("environment_not_configured")
        admit(seller, environment)
        data = await authorize(environment, key)
    except Refusal as refusal:
        return refuse(refusal)
    return answer(201, {"data": {"environment": environment, **data}})
