"""A platform whose sellers open their Paddle dashboard: its pages, its sessions, and the proxy."""

from typing import Annotated, Literal

import httpx
import uvicorn
from fastapi import Depends, FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.sessions import SessionMiddleware

import pages
import settings
from proxy import proxy
from same_origin import is_foreign

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
}


class Widget(StaticFiles):
    """Every file but index.js has its content's hash in its name."""

    async def get_response(self, path: str, scope) -> Response:
        response = await super().get_response(path, scope)
        is_entry = path == "index.js"
        response.headers["cache-control"] = "no-cache" if is_entry else "public, max-age=31536000, immutable"
        return response


def from_own_page(request: Request) -> None:
    if is_foreign(request, settings.ORIGIN):
        raise HTTPException(403)


def see_payments() -> RedirectResponse:
    return RedirectResponse("/", status_code=303, headers=HEADERS)


app = FastAPI(openapi_url=None)
# The session is in a signed cookie: it can't be revoked before it ends. A platform with a store can.
app.add_middleware(
    SessionMiddleware,
    secret_key=settings.SECRET,
    max_age=8 * 3600,
    same_site="lax",
    https_only=settings.ORIGIN.startswith("https:"),
)
app.mount("/paddle-magic-links", Widget(directory=settings.WIDGET))
client = httpx.AsyncClient(timeout=8)
app.mount(
    "/api/paddle",
    proxy(client, settings.ORIGIN, settings.APIS, settings.SELLERS, settings.CLICKS_PER_MINUTE),
)


@app.get("/")
async def payments(request: Request) -> HTMLResponse:
    seller = request.session.get("seller")
    html = pages.payments(seller, settings.DASHBOARDS) if seller else pages.sign_in()
    return HTMLResponse(html, headers=HEADERS)


@app.post("/sign-in", dependencies=[Depends(from_own_page)])
async def sign_in(request: Request, seller: Annotated[Literal["a", "b"], Form()]) -> RedirectResponse:
    request.session.clear()
    request.session["seller"] = seller
    return see_payments()


@app.post("/sign-out", dependencies=[Depends(from_own_page)])
async def sign_out(request: Request) -> RedirectResponse:
    request.session.clear()
    return see_payments()


if __name__ == "__main__":
    print(f"Open {settings.ORIGIN}/", flush=True)
    uvicorn.run(app, host="127.0.0.1", port=settings.PORT, server_header=False, log_level="warning")
