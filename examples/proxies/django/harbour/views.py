"""The platform's pages."""

import mimetypes

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST


def payments(request: HttpRequest) -> HttpResponse:
    if seller := request.session.get("seller"):
        return render(request, "payments.html", {"seller": seller, "dashboards": settings.DASHBOARDS})
    return render(request, "sign_in.html")


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    seller = request.POST.get("seller")
    if seller not in settings.SELLERS:
        return HttpResponseBadRequest()
    # A session and a token from before the sign-in could be somebody else's.
    request.session.flush()
    rotate_token(request)
    request.session["seller"] = seller
    return redirect("/")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return redirect("/")


def widget(request: HttpRequest, path: str) -> HttpResponse:
    """Every file but index.js has its content's hash in its name. In production, WhiteNoise serves them."""
    root = settings.WIDGET.resolve()
    file = (root / path).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        raise Http404
    caching = "no-cache" if path == "index.js" else "public, max-age=31536000, immutable"
    content_type = mimetypes.guess_type(file)[0]
    return HttpResponse(file.read_bytes(), content_type=content_type, headers={"cache-control": caching})
