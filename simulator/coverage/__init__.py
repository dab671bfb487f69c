"""Coverage: policy wording and papers in, a determination with its trace out. Pure."""
