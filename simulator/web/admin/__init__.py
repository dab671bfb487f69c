"""The administrator's pages: people, audit, health of the installation; never a claim or a score."""

from simulator.web.admin.views import bp

__all__ = ("bp",)
