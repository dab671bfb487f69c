"""Headers of every answer, and who may open what: a view is closed unless it is marked public."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

V = TypeVar("V", bound=Callable[..., object])
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_A_YEAR = "public, max-age=31536000, immutable"


def guard(app: Flask) -> None:
    """Put the guards of the house before and behind every view of *app*."""
    app.before_request(make_room)
    CSRFProtect(app)
    app.before_request(require_sign_in)
    app.after_request(add_headers)


def make_room() -> None:
    """Let a view that takes larger forms have them; every other keeps the limit of the house."""
    view = current_app.view_functions.get(request.endpoint or "")
    if room := getattr(view, "takes", 0):
        request.max_content_length = request.max_form_memory_size = room


def takes(size: int) -> Callable[[V], V]:
    """Mark a view as one that takes forms of that *size*, in bytes."""

    def mark(view: V) -> V:
        view.takes = size  # type: ignore[attr-defined]
        return view

    return mark


def require_sign_in() -> AnyResponse | None:
    """Send who is not signed in to the sign-in page, unless the view is public."""
    view = current_app.view_functions.get(request.endpoint or "")
    is_public = view is None or request.endpoint == "static" or getattr(view, "is_public", False)
    if is_public or current_user.is_authenticated:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("auth.sign_in", next=wanted if wanted not in ("", "/") else None), 303)


def add_headers(response: Response) -> Response:
    """Add the headers of the house; pages are never kept by a cache, static files of a stated version are."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = _A_YEAR if "v" in request.args else "no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("Cookie", "Accept-Language"))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def is_ours(path: str) -> bool:
    """Tell whether *path* is a place on this site, safe to go on to."""
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        return False
    return not any(ord(letter) < 32 or letter == "\\" for letter in path)
