"""The workplace: what a person does is a log of actions, and the state of the desk is a fold over it."""
