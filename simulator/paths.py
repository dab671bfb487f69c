"""Where templates, static files and content lie: in a checkout at the top, in a wheel packed beside the code."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"


def templates_folder() -> Path:
    """Return the folder of the templates."""
    return _folder("templates")


def static_folder() -> Path:
    """Return the folder of style sheets, scripts and images."""
    return _folder("static")


def scenarios_folder() -> Path:
    """Return the folder of everything that instructors write."""
    return _folder("scenarios")


def _folder(name: str) -> Path:
    checkout = _PACKAGE.parent
    is_checkout = (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir()
    return checkout / name if is_checkout else _SHIPPED / name
