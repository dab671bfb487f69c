"""Writes: one function = one thing a person does = one transaction. The moment and the person are arguments."""
