"""Backups: one file with all that an installation is made of, and an installation made of such a file again."""

from simulator.services.backups.archive import Manifest, opened_archive
from simulator.services.backups.making import make_backup
from simulator.services.backups.restoring import Restored, look_through, require_usable, restore

__all__ = ["Manifest", "Restored", "look_through", "make_backup", "opened_archive", "require_usable", "restore"]
