"""``docgen orders`` as a user calls it, in the example village."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_json_names_every_order_once(docgen: Any, small: Path) -> None:
    answer = docgen("-C", small, "orders", "--json")
    assert answer.code == 0
    said = answer.object
    assert len(said["assigned"]) == 26
    assert len(said["unserved"]) == 10
    pairs = [(one["household"], one["item"]) for one in said["assigned"] + said["unserved"]]
    assert len(pairs) == len(set(pairs)) == 36
    claimed = [one for one in said["assigned"] if not one["proposed"]]
    assert len(claimed) == 8
    assert {one["how"] for one in said["assigned"]} == {"自主认领", "组织匹配"}
    reasons = {one["item"]: one["reason"] for one in said["unserved"]}
    assert reasons["FW12"] == "缺技能：兽医"
    assert "不在荷塘村提供" in reasons["FW14"]
    assert {"E231", "E232", "W241", "W242"} <= {one["code"] for one in said["findings"]}
    assert "13900003001" not in answer.out
    for document in said["documents"]:
        assert (small / document["path"]).is_file()


def test_the_screen_says_how_many_and_why_not(docgen: Any, small: Path) -> None:
    answer = docgen("-C", small, "orders", "-q")
    assert "有人接 26 单" in answer.out
    assert "没有人接 10 单" in answer.out
    assert "缺技能：兽医" in answer.out
    assert "点单清单" in answer.out


def test_a_dry_run_writes_nothing_and_strict_stops(docgen: Any, small: Path) -> None:
    assert docgen("-C", small, "orders", "-n", "-q").code == 0
    assert not (small / "输出").exists()
    assert docgen("-C", small, "orders", "--strict", "-q").code == 6
    assert not (small / "输出" / "三单制").exists()


def test_only_a_group_has_its_orders(docgen: Any, small: Path) -> None:
    said = docgen("-C", small, "orders", "--only", "五组", "--json").object
    households = {one["household"] for one in said["assigned"] + said["unserved"]}
    assert households == {f"99920100{n}" for n in (34, 35, 36, 37, 38, 40)}
    assert said["part"]["households"] == 7


def test_every_code_is_explained(docgen: Any) -> None:
    for code in ("E231", "W236", "W241", "W250"):
        answer = docgen("explain", code)
        assert answer.code == 0
        assert "→" in answer.out
