"""What the administrator's pages call roles and acts."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from simulator.persistence.people import Role

ROLES: Mapping[Role, LazyString] = {
    Role.TRAINEE: _("Trainee"),
    Role.INSTRUCTOR: _("Instructor"),
    Role.HIRING_MANAGER: _("Hiring manager"),
    Role.ADMINISTRATOR: _("Administrator"),
}
ROLE_HINTS: Mapping[Role, LazyString] = {
    Role.TRAINEE: _("works on claims and sees own work"),
    Role.INSTRUCTOR: _("writes scenarios, leads groups"),
    Role.HIRING_MANAGER: _("runs own assessments"),
    Role.ADMINISTRATOR: _("looks after people, audit and health; sees no claims or scores"),
}
ACTS: Mapping[str, LazyString] = {
    "person_added": _("Account made"),
    "role_given_trainee": _("Role given: trainee"),
    "role_given_instructor": _("Role given: instructor"),
    "role_given_hiring_manager": _("Role given: hiring manager"),
    "role_given_administrator": _("Role given: administrator"),
    "role_taken_trainee": _("Role taken: trainee"),
    "role_taken_instructor": _("Role taken: instructor"),
    "role_taken_hiring_manager": _("Role taken: hiring manager"),
    "role_taken_administrator": _("Role taken: administrator"),
    "person_deactivated": _("Account closed"),
    "person_reactivated": _("Account opened again"),
    "password_link_made": _("Password link made"),
    "password_chosen": _("Password chosen by link"),
    "password_set": _("Password set from the console"),
    "password_changed": _("Own password changed"),
    "signed_in": _("Signed in"),
    "signed_out": _("Signed out"),
    "signed_out_everywhere": _("Signed out everywhere"),
    "sign_ins_ended": _("Sign-ins ended"),
    "settings_changed": _("Settings changed"),
    "group_created": _("Group made"),
    "group_renamed": _("Group renamed"),
    "member_added": _("Member added to a group"),
    "member_removed": _("Member taken out of a group"),
    "invited": _("Invitation made"),
    "invitation_used": _("Invitation used"),
    "invitation_revoked": _("Invitation taken back"),
    "roster_taken": _("Roster taken in"),
    "work_given_out": _("Work given out"),
    "work_withdrawn": _("Work withdrawn"),
    "commented": _("Comment on a criterion"),
    "score_adjusted": _("Score adjusted"),
    "scenario_begun": _("Scenario begun"),
    "scenario_saved": _("Draft of a scenario saved"),
    "draft_given_up": _("Draft of a scenario given up"),
    "check_started": _("Checks of a scenario started"),
    "scenario_published": _("Scenario published"),
    "scenario_retired": _("Scenario retired"),
    "scenario_restored": _("Scenario in use again"),
    "scenario_imported": _("Scenario imported"),
    "assessment_begun": _("Assessment begun"),
    "assessment_saved": _("Assessment saved"),
    "assessment_fixed": _("Plan of an assessment fixed"),
    "assessment_closed": _("Assessment closed"),
    "assessment_shared": _("Assessment shared"),
    "assessment_unshared": _("Assessment no longer shared"),
    "candidate_invited": _("Candidate invited"),
    "candidate_link_made": _("New link for a candidate"),
    "candidate_withdrawn": _("Invitation of a candidate taken back"),
    "more_time_set": _("More time for a candidate set"),
    "candidate_came": _("Candidate came in by the link"),
    "time_zone_chosen": _("Time zone chosen by a candidate"),
    "sitting_begun": _("Sitting begun"),
    "sitting_ended": _("Sitting ended"),
    "evidence_opened": _("Evidence of a candidate opened"),
    "claim_read": _("Claim of a candidate read"),
    "candidate_interview": _("Decided: interview"),
    "candidate_second_sitting": _("Decided: second sitting"),
    "candidate_no_offer": _("Decided: do not go on"),
    "report_made": _("Report made"),
    "report_seen": _("Report seen"),
    "report_exported": _("Report saved as a file"),
    "report_compared": _("Reports compared"),
    "name_revealed": _("Name of a candidate shown"),
    "candidate_erased": _("Candidate erased"),
    "candidate_anonymised": _("Candidate anonymised"),
    "backup_made": _("Backup made"),
    "backup_restored": _("Backup restored"),
}
"""Every act that the services note; the audit list can be filtered by each."""


def role_words(roles: frozenset[Role]) -> str:
    """Return the roles in words, in the order of the list."""
    return ", ".join(str(words) for role, words in ROLES.items() if role in roles) or gettext("No role")


def act_words(act: str) -> str:
    """Return an act in words; one that has none yet is shown as it was noted."""
    return str(ACTS[act]) if act in ACTS else act.replace("_", " ")
