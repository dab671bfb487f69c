"""The coverage language as data: what a form or guide says after it was read, before it is compiled."""
