"""Names of fields that no form defines, for the plain list at the foot of a paper."""

from flask_babel import lazy_gettext as _

FIELD_LABELS = {
    "account": _("Account"),
    "address": _("Address"),
    "categories": _("Categories"),
    "dated_on": _("Date"),
    "driver_name": _("Driver"),
    "due_on": _("Pay by"),
    "email": _("E-mail"),
    "expert": _("Expert"),
    "finding": _("Finding"),
    "first_registered_on": _("First registered"),
    "identity_code": _("Identity code"),
    "inspection_until": _("Inspection valid until"),
    "issued_on": _("Issued"),
    "keeper": _("Keeper"),
    "licence_number": _("Licence number"),
    "method": _("Method"),
    "number": _("Number"),
    "odometer": _("Odometer"),
    "officer": _("Officer"),
    "owner": _("Owner"),
    "paid_before": _("Paid before"),
    "payer": _("Bill to"),
    "phone": _("Phone"),
    "place": _("Place"),
    "plate": _("Plate"),
    "policy_number": _("Policy"),
    "policyholder": _("Policyholder"),
    "premium": _("Premium"),
    "recorded_on": _("Recorded"),
    "reported_on": _("Reported"),
    "station": _("Station"),
    "total": _("Total"),
    "total_net": _("Net"),
    "total_vat": _("VAT"),
    "valid_until": _("Valid until"),
    "vehicle": _("Vehicle"),
    "vin": _("VIN"),
    "weather": _("Weather"),
    "workshop": _("Workshop"),
}

MONEY_FIELDS = frozenset(
    "total total_net total_vat net vat repair premium market_value wreck_value paid_before insured_value".split()
)
