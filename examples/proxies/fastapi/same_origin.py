"""Whether a browser sent a request from another origin."""

from fastapi import Request


def is_foreign(request: Request, origin: str) -> bool:
    """All browsers in which the widget works send `Origin` or `Sec-Fetch-Site` with a POST:
    https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html"""
    return (
        request.headers.get("origin", origin) != origin
        or request.headers.get("sec-fetch-site", "same-origin") != "same-origin"
    )
