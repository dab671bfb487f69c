"""Practice: how able somebody is in each skill, and which claim teaches most next. Pure: the past is an argument."""
