"""What is known of an investment project: the facts that decide which approvals it needs."""

from agency.projects.choices import (
    FUNDING_WORDS,
    ApprovalMode,
    DischargePermit,
    EiaKind,
    Funding,
    ProjectClass,
    WorksScale,
)
from agency.projects.conditions import ALWAYS, BadCondition, Condition
from agency.projects.facts import QUESTIONS, Facts, fact_words
from agency.projects.questions import UNKNOWN, Group, Kind, Question
from agency.projects.schemas import fact_node, facts_schema

__all__ = [
    "ALWAYS",
    "FUNDING_WORDS",
    "QUESTIONS",
    "UNKNOWN",
    "ApprovalMode",
    "BadCondition",
    "Condition",
    "DischargePermit",
    "EiaKind",
    "Facts",
    "Funding",
    "Group",
    "Kind",
    "ProjectClass",
    "Question",
    "WorksScale",
    "fact_node",
    "fact_words",
    "facts_schema",
]
