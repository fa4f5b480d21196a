"""The rules in two processes: half of them runs here, half in a worker, on the same ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from docgen.findings import Finding
from docgen.folder import Settings
from docgen.jobs import each, without_collector
from docgen.model import Ledger
from docgen.model.packing import Packed, packed, unpacked
from docgen.rules.registry import RULES, Unchecked

Levels = Mapping[str, str]
"""Rules to run and the severity that each was given, empty for its own."""
Results = dict[str, tuple[list[Finding], list[Unchecked]]]
Running = Callable[[Ledger, Settings, Levels], Results]


@dataclass(frozen=True, slots=True)
class _Half:
    running: Running
    ledger: Ledger | Packed
    settings: Settings
    levels: Levels


def in_halves(
    running: Running, ledger: Ledger, settings: Settings, levels: Levels, executor: Executor
) -> Results:
    """Return what ``running`` gives for all rules; one half of them runs in the executor."""
    far = _far(sorted(levels))
    halves = (
        _Half(running, packed(ledger), settings, {c: levels[c] for c in levels if c in far}),
        _Half(running, ledger, settings, {c: levels[c] for c in levels if c not in far}),
    )
    results: Results = {}
    for result in each(_run, halves, executor=executor, here={1}):
        results.update(result.get())
    return results


def _run(half: _Half) -> Results:
    with without_collector():
        own = half.ledger
        ledger = unpacked(own) if isinstance(own, Packed) else own
        return half.running(ledger, half.settings, half.levels)


def _far(codes: Sequence[str]) -> set[str]:
    """Every second rule; those that concern the same people stay together, to find them once."""
    scopes = sorted({RULES[code].text.when for code in codes} - {""})
    away = set(scopes[::2])
    free = [code for code in codes if not RULES[code].text.when]
    return {*free[::2], *(code for code in codes if RULES[code].text.when in away)}
