"""Papers as HTML: each kind looks like what it is, and every field on it can be pinned.

Ids of pins are made from fields; nothing on a paper tells which of them matter. What a template does not print is
listed at the foot of the paper, so that no fact can be lost.
"""

from simulator.web.papers.drawing import Drawing, drawn, lighter, the_record, title_of

__all__ = ["Drawing", "drawn", "lighter", "the_record", "title_of"]
