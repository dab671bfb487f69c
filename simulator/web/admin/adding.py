"""The form for a new account: what was typed, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from simulator.domain.text import LANGUAGES
from simulator.persistence.people import GIVEN, Role
from simulator.services.people import LONGEST_NAME, is_address, is_name
from simulator.web.admin.people import RoleTick, role_ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """What was typed for a new account."""

    name: str = ""
    email: str = ""
    language: str = ""
    roles: tuple[str, ...] = (Role.TRAINEE.value,)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def ticks(self) -> tuple[RoleTick, ...]:
        """The roles to tick."""
        return role_ticks(self.roles)


def adding_from(sent: MultiDict[str, str]) -> Adding:
    """Return what was typed, with everything that is wrong with it by the name of its field."""
    name, email, roles = sent.get("name", ""), sent.get("email", ""), tuple(sent.getlist("role"))
    language = sent.get("language", "")
    return Adding(
        name=name, email=email, language=language, roles=roles, errors=dict(_errors(name, email, language, roles))
    )


def taken(typed: Adding) -> Adding:
    """Return what was typed, with the error that the address has an account."""
    errors = {"email": _("This address has an account already: find it in the list of people.")}
    return Adding(name=typed.name, email=typed.email, language=typed.language, roles=typed.roles, errors=errors)


def roles_from(sent: MultiDict[str, str]) -> frozenset[Role]:
    """Return the roles that were ticked; what is none is left out."""
    return frozenset(role for role in GIVEN if role.value in sent.getlist("role"))


def _errors(name: str, email: str, language: str, roles: tuple[str, ...]) -> list[tuple[str, str]]:
    checks = (
        (is_name(name), "name", _("Type a name of up to %(count)s characters.", count=LONGEST_NAME)),
        (is_address(email), "email", _("Type an e-mail address, for example mari@example.org.")),
        (language in ("", *LANGUAGES), "language", _("Choose one of the values offered.")),
        (any(role.value in roles for role in GIVEN), "roles", no_role()),
    )
    return [(field_name, message) for is_right, field_name, message in checks if not is_right]


def no_role() -> str:
    """Return what is said where no role was ticked."""
    return str(_("Tick one role at least; close the account if the person is to have none."))
