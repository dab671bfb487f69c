"""Groups: who leads one, who learns in it, the links by which people come in, and rosters from a file."""
