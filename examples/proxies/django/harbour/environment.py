"""What the environment says."""

import os
import secrets
import sys
from pathlib import Path


def fail(message: str):
    sys.exit(f"error: {message}")


def optional(name: str, otherwise: str = "") -> str:
    return os.environ.get(name, "").strip() or otherwise


def required(name: str) -> str:
    return optional(name) or fail(f"{name} is missing")


def keys(seller: str) -> dict[str, str]:
    return {"sandbox": optional(f"SELLER_{seller}_SANDBOX_KEY"), "live": required(f"SELLER_{seller}_LIVE_KEY")}


PORT = int(optional("PORT", "3000"))
SELLERS = {"a": keys("A"), "b": keys("B")}
CLICKS_PER_MINUTE = int(optional("CLICKS_PER_MINUTE", "10"))
SECRET = optional("SESSION_SECRET", secrets.token_hex(32))
PADDLE_APIS = {
    "sandbox": optional("PADDLE_SANDBOX_API", "https://sandbox-api.paddle.com"),
    "live": optional("PADDLE_LIVE_API", "https://api.paddle.com"),
}
# A stand-in has its dashboards at the same origins.
DASHBOARDS = {
    f"dashboard-{environment}": api
    for environment, api in PADDLE_APIS.items()
    if optional(f"PADDLE_{environment.upper()}_API")
}
WIDGET = Path(optional("WIDGET", str(Path(__file__).parents[4] / "dist/element")))
if not (WIDGET / "index.js").is_file():
    fail(f"WIDGET names {WIDGET}, where no index.js is: run cargo xtask dist")
