"""The parties to a claim in words."""

from flask_babel import gettext as _


def holder_words(holder: str) -> str:
    """Return what a party that holds papers is called."""
    words = {
        "claimant": _("Claimant"),
        "insured": _("Policyholder"),
        "workshop": _("Workshop"),
        "doctor": _("Doctor"),
        "police": _("Police"),
        "employer": _("Employer"),
        "registry": _("Registry"),
        "department": _("Another department of ours"),
    }
    return str(words.get(holder, holder.replace("_", " ").capitalize()))
