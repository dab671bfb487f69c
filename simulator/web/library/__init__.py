"""The instructor's library: every scenario, its page, its editor, its checks, what comes in and what goes out."""

from simulator.web.library import beginning, bringing, editing, proving, views
from simulator.web.library.room import bp

__all__ = ("beginning", "bp", "bringing", "editing", "proving", "views")
