"""Template: a Word file compiled once, rendered any number of times."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from docgen.word.batch import render_many
from docgen.word.compiling import Use
from docgen.word.faults import Fault
from docgen.word.form import Form, Trace
from docgen.word.report import Record, Rendered, Report, Sources, When
from docgen.word.volume import volume


class Template:
    """A Word template (.docx, .dotx) with tags in docxtpl's dialect.

    Errors when made: NotAWordFile, WordFileLocked, WordFileTooLarge, FileUnreadable.
    """

    __slots__ = ("_form",)

    def __init__(self, source: str | Path | bytes, name: str = "") -> None:
        self._form = Form(source, name)

    @property
    def name(self) -> str:
        """The name of the template's file, as errors tell it."""
        return self._form.name

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every field that the template uses, with the tag that uses it."""
        return self._form.uses

    def lint(self, fields: Collection[str] | None = None) -> list[Fault]:
        """Return all faults of the template, in its order, without any data.

        With ``fields`` (户编号, 成员.姓名 …) a name that is none of them is a fault too; when they
        are a mapping to example values, so is a loop over what is no list. Faces that other
        machines have not come last; they do not keep a template from being rendered.
        """
        return self._form.lint(fields)

    def commented(self, faults: Iterable[Fault]) -> bytes:
        """Return a copy of the template with a Word comment at each of these faults."""
        return self._form.commented(faults)

    def check(self) -> None:
        """Raise TemplateError, with all faults, unless the template can be rendered."""
        self._form.check()

    def render(
        self, context: Mapping[str, Any], missing: When = "stop", trace: Trace = None
    ) -> bytes:
        """Return the document of one record.

        Errors: TemplateError (the template or one of its formulas is wrong), MissingValue (with
        ``missing="stop"``, when a value is not given); with ``"mark"`` it is printed in red.
        With ``trace`` the document says of each value which field it is; given a mapping of fields
        (``成员[2].姓名``) to their cells or figures, where it came from (``docgen.word.trace``).
        """
        rendered = self._form.render_report(context, trace)
        if missing == "stop" and rendered.unfilled:
            raise self._form.stopped(rendered)
        return rendered.data

    def render_report(self, context: Mapping[str, Any], trace: Trace = None) -> Rendered:
        """Return the document with marks for missing values, and the list of them."""
        return self._form.render_report(context, trace)

    def render_many(
        self,
        records: Iterable[Record],
        folder: str | Path,
        name: str | Callable[[Record], str],
        workers: int | None = None,
        missing: When = "mark",
        sources: Sources | None = None,
    ) -> Report:
        """Write one document a record into ``folder`` and return what was made.

        ``name`` is a file name with tags (``{{ 户编号 }}_一户一策.docx``) or a function of the
        record. A record that fails fails by itself. The bytes do not depend on ``workers``. A file
        that holds the right bytes already is left as it is, so an interrupted run can go on.
        ``sources`` returns the trace of a record.
        """
        return render_many(self._form, records, Path(folder), name, workers, missing, sources)

    def volume(
        self,
        records: Iterable[Record],
        path: str | Path,
        missing: When = "mark",
        sources: Sources | None = None,
    ) -> Report:
        """Write one printable file of all records and return what was made.

        Each record is a section with its own headers, its pages, lists and notes numbered from 1;
        styles and pictures stand in the file once. A record that fails is left out and reported.
        ``sources`` returns the trace of a record.
        """
        return volume(self._form, records, Path(path), missing, sources)
