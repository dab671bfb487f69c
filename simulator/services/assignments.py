"""Assignments: giving work out, withdrawing it, and taking it up on the receiver's desk, once."""
