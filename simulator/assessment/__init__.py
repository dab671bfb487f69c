"""Assessment: blueprints, forms of equal structure drawn from them, reports and their comparison. Pure."""
