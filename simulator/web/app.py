"""The application, made from one configuration."""

from importlib import import_module
from importlib.util import find_spec

import structlog
from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from simulator.config import Config
from simulator.paths import static_folder, templates_folder
from simulator.persistence.engine import make_engine
from simulator.web import auth, errors, filters, layout, security
from simulator.web.catalogues import Words
from simulator.web.context import House, close_session
from simulator.web.language import choose_locale
from simulator.web.sitting.room import keep_candidates_in

BLUEPRINTS = (
    "language",
    "auth",
    "settings",
    "help",
    "wordings",
    "health",
    "home",
    "items",
    "debriefs",
    "drills",
    "library",
    "admin",
    "passwords",
    "teaching",
    "sitting",
    "candidates",
    "assessments",
)
_THIRTY_DAYS = 30 * 24 * 3600
_LARGEST_FORM = 512 * 1024


def create_app(config: Config, house: House | None = None) -> Flask:
    """Return the application for *config*; *house* replaces engine, clock or content in tests."""
    app = Flask(
        __name__,
        template_folder=str(templates_folder()),
        static_folder=str(static_folder()),
        static_url_path="/static",
    )
    app.extensions["simulator"] = house or House(config=config, engine=make_engine(config.database_url))
    _configure(app, config)
    Words(app, locale_selector=choose_locale)
    auth.register(app)
    security.guard(app)
    app.before_request(keep_candidates_in)
    errors.register(app)
    filters.register(app)
    layout.register(app)
    for name in BLUEPRINTS:
        if find_spec(f"simulator.web.{name}"):
            app.register_blueprint(import_module(f"simulator.web.{name}").bp)
    app.teardown_request(close_session)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign]
    structlog.get_logger().debug("app_made")
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=_LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=_LARGEST_FORM,
        PERMANENT_SESSION_LIFETIME=_THIRTY_DAYS,
        SESSION_COOKIE_NAME="simulator",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True
