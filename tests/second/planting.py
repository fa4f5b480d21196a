"""Planting: a fault changes a fresh household and says at which cell it must be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .people import Row, Village, age_of

Spot = tuple[Row, str]  # a row and a column of the contract
Plant = Callable[[Village, "Ground"], list[Spot]]
FAULTS: list[Fault] = []


class NoRoomError(Exception):
    """No household is left in this village in which the fault could be planted."""


@dataclass(frozen=True)
class Fault:
    """A kind of fault: the rule that must find it, a name, the hand that plants it."""

    rule: str
    name: str
    plant: Plant


@dataclass
class Ground:
    """The households in which nothing has been planted yet."""

    village: Village
    used: set[int] = field(default_factory=set)

    def home(self, want: Callable[[Row, list[Row]], Any] = lambda home, people: True) -> Row:
        for home in self.village.households:
            if id(home) not in self.used and want(home, self.village.members(home)):
                self.used.add(id(home))
                return home
        raise NoRoomError

    def one(
        self,
        want: Callable[[Row], Any],
        of: Callable[[Row, list[Row]], Any] = lambda home, people: True,
    ) -> Row:
        home = self.home(lambda home, people: of(home, people) and any(map(want, people)))
        return next(one for one in self.village.members(home) if want(one))

    def adult(self, low: int = 30, high: int = 55) -> Row:
        """Somebody healthy who has left school."""
        return self.one(
            lambda one: (
                low <= age(one) <= high
                and one["健康状况"] == "健康"
                and one["在校生状况"] == "非在校生"
            )
        )

    def child(self, low: int, high: int) -> Row:
        return self.one(lambda one: low <= age(one) <= high and one["健康状况"] == "健康")

    def worker(self, area: str = "") -> Row:
        return self.one(lambda one: one["务工时间(月)"] and area in one["务工区域"])


def age(one: Row) -> int:
    return age_of(one["出生日期"])


def fault(rule: str, name: str) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        FAULTS.append(Fault(rule, name, plant))
        return plant

    return register


def batches(
    make: Callable[[], Village], faults: list[Fault]
) -> list[tuple[Village, list[tuple[Fault, list[Spot]]], Ground]]:
    """Villages with as many faults each as have room, one household a fault."""
    rest, done = list(faults), []
    while rest:
        village, planted, later = make(), [], []
        ground = Ground(village)
        for one in rest:
            try:
                planted.append((one, one.plant(village, ground)))
            except (NoRoomError, StopIteration):
                later.append(one)
        if not planted:
            raise NoRoomError([f"{one.rule} {one.name}" for one in later])
        done.append((village, planted, ground))
        rest = later
    return done
