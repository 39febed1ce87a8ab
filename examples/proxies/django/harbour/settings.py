"""Django's settings."""

from pathlib import Path

from harbour.environment import CLICKS_PER_MINUTE, DASHBOARDS, PADDLE_APIS, SECRET, SELLERS, WIDGET

__all__ = ["CLICKS_PER_MINUTE", "DASHBOARDS", "PADDLE_APIS", "SELLERS", "WIDGET"]

SECRET_KEY = SECRET
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "harbour.urls"
ASGI_APPLICATION = "harbour.asgi.application"
INSTALLED_APPS = ["django.contrib.sessions"]
MIDDLEWARE = [
    "harbour.headers.add_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
# In memory, so that this runs without a database.
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "harbour.proxy.csrf_failure"
LOGGING = {
    "version": 1,
    # uvicorn's says why it can't start.
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
