"""Planting: errors in papers and record that a scenario asks for, put there after everything else was written."""
