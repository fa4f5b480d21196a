"""Figures: numbers with a definition, a unit and the rows behind them.

Importing this package fills the table FIGURES; `compute` tells the figures of a ledger.
"""

from __future__ import annotations

# The order of these imports is the order of the figures in lists and documents.
from docgen.facts.figures import (  # isort: skip
    households as households,
    persons as persons,
    posts as posts,
    projects as projects,
    visits as visits,
    problems as problems,
    causes as causes,
    income as income,
    changes as changes,
)
from docgen.facts.figures.registry import FIGURES, Figure, compute

__all__ = ["FIGURES", "Figure", "compute"]
