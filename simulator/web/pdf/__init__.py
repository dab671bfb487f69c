"""PDF of a page, where the installation can make one: it needs the extra ``pdf`` (WeasyPrint) and the library Pango.

A sheet takes a second of work and 80 MB, so a process of its own makes it: the workers stay as small and as quick for
everybody else as before, and every hash in it has the same seed, so that the same page gives the same bytes.
"""

import os
import subprocess
import sys
from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from threading import BoundedSemaphore

from simulator.errors import Misconfigured

LONGEST = 60
"""Seconds that a PDF may take before it is given up."""
_MAKER = (sys.executable, "-m", "simulator.web.pdf.maker")
_ONE = BoundedSemaphore(1)
_LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
_OURS = ("SIMULATOR_", "DATABASE_URL")


@cache
def is_possible() -> bool:
    """Tell whether WeasyPrint and the libraries that it calls are there; looked up once a process."""
    return find_spec("weasyprint") is not None and (all(map(find_library, _LIBRARIES)) or _starts())


def _starts() -> bool:
    """Tell whether the maker finds by itself what the system's list of libraries does not name."""
    try:
        found = subprocess.run(  # noqa: S603 - our own module
            (*_MAKER, "--check"), env=_environment(), capture_output=True, timeout=LONGEST, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.returncode == 0


def pdf_of(page: str) -> bytes:
    """Return the PDF of *page*, whole HTML with its style sheets; this process makes one at a time.

    Raises:
        Misconfigured: It could not be made, or took longer than ``LONGEST``.
    """
    with _ONE:
        try:
            made = subprocess.run(  # noqa: S603 - our own module
                _MAKER, input=page.encode(), env=_environment(), capture_output=True, timeout=LONGEST, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Misconfigured(f"The PDF could not be made: {error}") from error
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        raise Misconfigured(f"The PDF could not be made: {made.stderr.decode(errors='replace')[-2000:]}")
    return made.stdout


def _environment() -> dict[str, str]:
    """Return what the maker is started with: no setting of the installation, above all not its key."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**kept, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
