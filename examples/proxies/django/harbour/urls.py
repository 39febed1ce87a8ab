"""The platform's addresses."""

from django.urls import path

from harbour import proxy, views

urlpatterns = [
    path("", views.payments),
    path("sign-in", views.sign_in),
    path("sign-out", views.sign_out),
    path("api/paddle/magic-sessions", proxy.magic_session),
    path("paddle-magic-links/<path:path>", views.widget),
]
