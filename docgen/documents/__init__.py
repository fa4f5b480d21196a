"""The kinds of documents: each a module with ``build(job) -> Built``, loaded when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.documents.job import Built, Job

KINDS: Mapping[str, str] = {
    "handbook": "docgen.documents.handbook",
    "briefing": "docgen.documents.briefing",
    "plan": "docgen.documents.plan",
    "bag": "docgen.documents.bag",
    "entitlement": "docgen.documents.entitlement",
    "checklist": "docgen.documents.checklist",
    "summary": "docgen.documents.summary",
    "orders": "docgen.documents.orders",
    "reconcile": "docgen.documents.reconcile",
}


def build(kind: str, job: Job) -> Built:
    """Make the documents of one kind and return what was made and noticed."""
    built: Built = import_module(KINDS[kind]).build(job)
    return built
