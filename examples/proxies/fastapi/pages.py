"""The platform's two pages."""

from html import escape

SIGN_IN = """<form method="post" action="/sign-in">
  <button name="seller" value="a">As seller A</button>
  <button name="seller" value="b">As seller B</button>
</form>"""


def page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<script type="module" src="/paddle-magic-links/index.js"></script>
<h1>{title}</h1>
{body}"""


def sign_in() -> str:
    return page("Sign in", SIGN_IN)


def payments(seller: str, dashboards: dict[str, str]) -> str:
    """`dashboards` are attributes that only a stand-in for Paddle needs."""
    attributes = " ".join(f'{name}="{escape(origin)}"' for name, origin in dashboards.items())
    return page(
        f"Payments of seller {seller.upper()}",
        f"""<paddle-magic-links endpoint="/api/paddle/magic-sessions" sign-in="/" {attributes}>
  <a href="https://vendors.paddle.com">Open Paddle by hand</a>
</paddle-magic-links>
<form method="post" action="/sign-out"><button>Sign out</button></form>""",
    )
