"""Any template at all: it is explained or it renders, and what it renders is a sound file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from wordfiles import part, template

from docgen.errors import TemplateError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAGS = st.sampled_from(
    [
        *("{{ x }}", "{{ 无.此 }}", "{{ n|元 }}", "{{ xs|顿号 }}", "{{ x", "}}", "文字", "", "&<>"),
        *("{% if n %}", "{% if 无 %}", "{% elif x %}", "{% else %}", "{% endif %}"),
        *("{% for y in xs %}", "{% for y in 无 %}", "{{ y }}", "{% endfor %}", "{% set z = n %}"),
        *("{%p if n %}", "{%p if not n %}", "{%p endif %}", "{%p for y in xs %}", "{%p endfor %}"),
        *("{%tr if n %}", "{%tr endif %}", "{%tr for y in xs %}", "{%tr endfor %}"),
        *("{%tc for y in [] %}", "{%tc for y in xs %}", "{%tc endfor %}"),
    ]
)
TEXTS = st.lists(TAGS, max_size=3).map("".join)
ROWS = st.lists(st.tuples(TEXTS, TEXTS), max_size=4)
CONTEXT = {"x": "甲", "n": 3, "xs": ["一", "二"]}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, max_size=4), ROWS)
def test_any_template_is_explained_or_renders(
    paragraphs: list[str], rows: list[tuple[str, str]]
) -> None:
    made = template(*paragraphs, table=rows)
    faults = made.lint()
    assert all(fault.message and fault.place for fault in faults)
    if not faults:
        assert_sound(made.render_report(CONTEXT).data)
        return
    with pytest.raises(TemplateError) as caught:
        made.render_report(CONTEXT)
    assert list(caught.value.faults) == faults


PLAIN = st.sampled_from(["{{ x }}", "{{ 无 }}", "甲{% if n > 9 %}乙{% endif %}", "丙", ""])
INLINE = st.lists(PLAIN, max_size=2).map("".join)
HEADS = st.sampled_from(["if n", "if not n", "if 无", "for y in xs", "for y in []", "for y in 无"])


def wrapped(level: str) -> Callable[[tuple[str, list[list[str]]]], list[list[str]]]:
    """Return a function that puts a block of this level around lines of texts."""

    def around(drawn: tuple[str, list[list[str]]]) -> list[list[str]]:
        head, lines = drawn
        end = f"{{%{level} end{head.partition(' ')[0]} %}}"
        return [[f"{{%{level} {head} %}}", ""], *lines, [end, ""]]

    return around


def lines_of(level: str, line: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[list[str]]]:
    """Lines of texts with blocks of one level around some of them, to any depth."""
    return st.recursive(
        st.lists(line, max_size=2),
        lambda inner: st.one_of(
            st.tuples(HEADS, inner).map(wrapped(level)),
            st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        ),
        max_leaves=5,
    )


@st.composite
def repeating(draw: st.DrawFn) -> list[str]:
    """A row whose first cell opens and whose last cell closes a block."""
    head = draw(HEADS)
    end = f"{{% end{head.partition(' ')[0]} %}}"
    return [f"{{% {head} %}}{draw(INLINE)}", f"{draw(INLINE)}{end}"]


ROW = st.one_of(st.tuples(INLINE, INLINE).map(list), repeating())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines_of("p", st.tuples(INLINE, st.just("")).map(list)), lines_of("tr", ROW))
def test_any_nesting_renders_a_sound_file(
    paragraphs: list[list[str]], rows: list[list[str]]
) -> None:
    made = template(*(line[0] for line in paragraphs), table=rows)
    assert made.lint() == []
    assert_sound(made.render_report(CONTEXT).data)


def assert_sound(data: bytes) -> None:
    root = etree.fromstring(part(data).encode())
    for cell in root.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    for holder, inner in (("tr", "tc"), ("tbl", "tr")):
        for element in root.iter(f"{W}{holder}"):
            assert element.find(f"{W}{inner}") is not None
    text = "".join(root.itertext())
    assert "{{" not in text
    assert "\ufdd4" not in text


SIGNS = st.text(
    st.sampled_from("x户1（）()[]{}|.,，：:=＝!~+-*/%％ \"'“”‘’\\_ifnota0九年　\u00a0é😀\x00"),
    max_size=14,
)


@settings(max_examples=100, deadline=None)
@given(
    SIGNS,
    st.sampled_from(
        ["{{%s}}", "{%% if %s %%}{%% endif %%}", "{%% for a in %s %%}{%% endfor %%}", "{%%%s%%}"]
    ),
)
def test_any_text_inside_a_tag_is_read_or_explained(inside: str, form: str) -> None:
    try:
        made = template(form % inside.replace("\x00", ""))
    except ValueError:
        return
    for fault in made.lint():
        assert fault.message
    with contextlib.suppress(TemplateError):
        assert_sound_text(made.render_report(CONTEXT).data)


def assert_sound_text(data: bytes) -> None:
    etree.fromstring(part(data).encode())
