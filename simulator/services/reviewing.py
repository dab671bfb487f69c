"""Reviewing: what an instructor says of a member's finished claim, and scores adjusted with a reason."""
