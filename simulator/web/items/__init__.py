"""The claim file: one page on which a claim is read, marked, decided and taken back.

Every button is a plain submit of the one decision form, so that nothing typed is ever lost; looking never writes.
"""

from simulator.web.items.views import bp

__all__ = ["bp"]
