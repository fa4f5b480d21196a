"""What the office's confirmed rows teach: a further witness, deterministic, never alone."""

from __future__ import annotations

import random

import shoebox
from hypothesis import given
from hypothesis import strategies as st

from docgen.archive.classify import Evidence, classify, judge_of
from docgen.archive.clerk import WAIT, YES, ClerkRow
from docgen.archive.learning import FEWEST_ROWS, learn, learnt_type
from docgen.archive.schema_file import read_schema
from docgen.archive.titles import issuer_of
from docgen.model import Paper
from docgen.resources import shared

SCHEMA = read_schema(shared("archive_schema.yaml"))
LEDGER = shoebox.ledger()


def row(code, title, said=YES, changed=""):
    return ClerkRow(1, Paper("x", "y", 1, 1, "", code, title=title), said=said, type=changed)


def lessons(times=12):
    return [
        row(code, f"{name}{title}（{2014 + n % 6}年）")
        for n in range(times)
        for code, title, name in (
            ("H26", "连民心小本子", "罗广才"),
            ("H12", "贫困户申请书", "苗春生"),
            ("V018", "村务碰头记载", "大湾村"),
        )
    ]


MODEL = learn(lessons(), SCHEMA.types)


def seen(title, lines):
    text = "\n".join([title, *lines])
    return Evidence(name="扫描0003", title=title, text=text, issuer=issuer_of(text))


def judged(model, title, lines):
    return classify(judge_of(SCHEMA, LEDGER, 2027, model), seen(title, lines))


HOUSE = ["户主：苗春生 二组", "2019年3月1日"]


def test_a_title_like_confirmed_ones_is_known_and_a_strange_one_is_not():
    assert learnt_type(MODEL, "樊玉梅连民心小本子2020") == "H26"
    assert learnt_type(MODEL, "村务碰头记载") == "V018"
    assert learnt_type(MODEL, "全村牲畜防疫登记") == ""
    assert learnt_type(MODEL, "IMG_0012") == ""
    assert learnt_type(None, "贫困户申请书") == ""


def test_with_too_few_rows_or_rows_nobody_confirmed_nothing_is_learnt():
    assert learn(lessons()[: FEWEST_ROWS - 1], SCHEMA.types) is None
    waiting = [row(r.paper.type, r.paper.title, WAIT) for r in lessons()]
    assert learn(waiting, SCHEMA.types) is None
    assert learn([row(r.paper.type, r.paper.title, "") for r in lessons()], SCHEMA.types) is None


def test_what_the_clerk_changed_is_learnt_not_what_was_proposed():
    changed = [row("H12", f"连民心小本子{n}", changed="H26 走访记录") for n in range(FEWEST_ROWS)]
    assert learnt_type(learn(changed, SCHEMA.types), "连民心小本子") == "H26"


def test_the_order_of_rows_does_not_matter():
    mixed = lessons()
    random.Random(7).shuffle(mixed)
    other = learn(mixed, SCHEMA.types)
    for title in ("连民心小本子", "贫困户申请", "村务碰头"):
        assert learnt_type(other, title) == learnt_type(MODEL, title)


def test_it_proposes_but_never_accepts_alone():
    before, after = (judged(model, "连民心小本子", HOUSE) for model in (None, MODEL))
    assert before.type != "H26"
    assert (after.type, after.household, after.auto) == ("H26", "0102", False)
    assert "本单位确认过的同类题名" in after.reason


def test_it_takes_back_what_it_contradicts():
    model = learn([row("H41", f"贫困户申请书{n}") for n in range(FEWEST_ROWS)], SCHEMA.types)
    assert judged(None, "贫困户申请书", HOUSE).auto
    said = judged(model, "贫困户申请书", HOUSE)
    assert (said.type, said.auto) == ("H12", False)
    assert "本单位确认过的同类题名是" in said.reason


@given(st.text(alphabet="连民心小本子贫困户申请书走访记录公示", min_size=2, max_size=12))
def test_no_title_is_accepted_because_of_it(title):
    without, having = (judged(model, title, HOUSE) for model in (None, MODEL))
    if having.auto and not without.auto:
        assert without.type == having.type
