"""Figures: numbers with a definition, a unit and the rows behind them.

Importing this package fills the table FIGURES; `compute` tells the figures of a ledger.
"""

from __future__ import annotations

# The order of these imports is the order of the figures in lists and documents.
from docgen.facts.figures import (  # isort: skip
    households as households,
    monitoring as monitoring,
    living as living,
    persons as persons,
    working as working,
    outwork as outwork,
    posts as posts,
    lending as lending,
    projects as projects,
    earnings as earnings,
    assets as assets,
    aid as aid,
    visits as visits,
    contacts as contacts,
    education as education,
    branch as branch,
    problems as problems,
    causes as causes,
    income as income,
    archive as archive,
    changes as changes,
)
from docgen.facts.figures.registry import FIGURES, Figure, compute, figures_of

__all__ = ["FIGURES", "Figure", "compute", "figures_of"]
