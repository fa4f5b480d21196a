"""Impossible work: exceptions that carry one sentence for the user and an exit code.

    DocgenError
    ├── UsageError      2   the command line is wrong
    ├── MissingPart     3   a program, font or optional package is needed
    ├── InputError      4   something cannot be read
    ├── OutputError     5   something cannot be written
    └── Blocked         6   findings or gaps stop the work (--strict)

Wrong *data* is never an exception: see ``docgen.findings``. The exit codes are the contract of
``docs/errors.md``. Messages are gettext ids; ``sentence()`` translates and fills them.
"""

from __future__ import annotations

import errno
import gettext
from enum import IntEnum
from typing import Any


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark a message for the catalogue; ``sentence()`` translates it."""
    return message


class ExitCode(IntEnum):
    """What a finished process tells its caller."""

    done = 0
    findings = 1
    usage = 2
    missing = 3
    input = 4
    output = 5
    blocked = 6
    internal = 15
    interrupted = 130


class DocgenError(Exception):
    """Work that cannot be done: what, where, remedy and an exit code."""

    exit_code = ExitCode.internal
    problem = N_("Something went wrong.")
    remedy = ""

    def __init__(self, **facts: object) -> None:
        super().__init__(self.problem, facts)
        self.facts = facts

    def sentence(self) -> str:
        """Problem and remedy in the user's language, filled with the facts."""
        texts = [text for text in (self.problem, self.remedy) if text]
        told = (gettext.dgettext("docgen", text).format(**self.facts) for text in texts)
        return "".join(text if text.endswith("。") else f"{text} " for text in told).rstrip()

    def __str__(self) -> str:
        return self.sentence()

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.facts))


def _rebuild(kind: type[DocgenError], facts: dict[str, object]) -> DocgenError:
    """Errors cross process borders with their facts."""
    return kind(**facts)


class UsageError(DocgenError):
    exit_code = ExitCode.usage


class MissingPart(DocgenError):
    exit_code = ExitCode.missing


class InputError(DocgenError):
    exit_code = ExitCode.input


class OutputError(DocgenError):
    exit_code = ExitCode.output


class Blocked(DocgenError):
    exit_code = ExitCode.blocked


class FolderNotFound(InputError):
    problem = N_("There is no folder {folder}.")
    remedy = N_("Make one with: docgen new {folder}")


class NotAWorkFolder(InputError):
    problem = N_("{folder} is not a work folder: it has neither docgen.toml nor 台账/.")
    remedy = N_("Go to your work folder, name it with -C, or make one with: docgen new FOLDER")


class FolderNotEmpty(UsageError):
    problem = N_("The folder {folder} is not empty; nothing was written.")
    remedy = N_("Name a new folder.")


class ConfirmationUnknown(UsageError):
    problem = N_('--confirm {given}: this is not known; the nearest is "{near}".')
    remedy = N_('Write --confirm "HEADER=COLUMN"; docgen check lists the headers it does not know.')


class ConfirmationStrange(UsageError):
    problem = N_("--confirm {given}: there is no such header or column, and none that is like it.")
    remedy = N_('Write --confirm "HEADER=COLUMN"; docgen check lists the headers it does not know.')


class SettingsUnreadable(InputError):
    problem = N_("{file} cannot be read as settings: {why}.")
    remedy = N_("Mend that line, or delete the file and start from: docgen new FOLDER")


class PeriodMissing(InputError):
    problem = N_("{file} does not say which period it is about.")
    remedy = N_("Write start and end under [period], e.g. start = 2026-01-01, end = 2026-06-30.")


class FileUnreadable(InputError):
    problem = N_("{file} cannot be read: {why}.")
    remedy = N_("Open it in its own program, save it again, and try once more.")


class FileMissing(FileUnreadable):
    problem = N_("There is no file {file}.")
    remedy = N_("Look at its name, its ending and the folder it lies in.")


class FileNotWritable(OutputError):
    problem = N_("{file} cannot be written: {why}.")
    remedy = N_("Close the program that has it open, free some space, or write elsewhere with -o.")


class FolderBusy(OutputError):
    problem = N_("Another docgen (process {process}) is working in {folder}.")
    remedy = N_("Wait until it is done, or end it, and try again.")


class StrictStop(Blocked):
    problem = N_("--strict: {findings} findings and {gaps} gaps stop the work.")
    remedy = N_("Mend what docgen check lists, or leave out --strict.")


class FormNotesFaulty(InputError):
    problem = N_("{file} cannot be read: {why}.")
    remedy = N_("Mend that line, or delete the file, and docgen proposes anew.")


class SchemaFaulty(InputError):
    problem = N_("{file}, line {line}: {why}.")
    remedy = N_("Mend that line, or delete the file to use the packaged schema.")


class PlanMissing(InputError):
    problem = N_("There is no archive plan {file} yet.")
    remedy = N_("Make one with: docgen archive plan")


class NothingChosen(InputError):
    problem = N_("--only {only}: no household, group or village of the ledger has this name.")
    remedy = N_("Write a number of a household, or one of these: {known}.")


class TypeUnknown(UsageError):
    problem = N_("{type} is no document type of the archive schema.")
    remedy = N_("The sheet 文种 of 记录/归档计划.xlsx lists them; write the code, such as H12.")


class NotAtATerminal(UsageError):
    problem = N_("docgen archive review asks key by key and needs a terminal.")
    remedy = N_("Correct 记录/归档计划.xlsx instead; both do the same.")


class NothingToCompare(InputError):
    problem = N_("There is nothing to compare in {folder}.")
    remedy = N_("Put records there whose names begin with 系统, 手册, 纸档 or 实际.")


class NoVolumes(InputError):
    problem = N_("There are no bound volumes in {folder}.")
    remedy = N_("Make them with: docgen archive build")


class NoRecords(InputError):
    problem = N_("{file} holds no records.")
    remedy = N_("Give a workbook with a header row and rows below it, or a JSON list of objects.")


class ResourceMissing(MissingPart):
    problem = N_("docgen's own file {name} is missing.")
    remedy = N_("Install docgen again.")


class NotAWordFile(InputError):
    problem = N_("{file} is not a Word file (.docx).")
    remedy = N_("Open it in Word or WPS and save it as .docx.")


class StrictWordFile(InputError):
    problem = N_("{file} was saved as a Strict Open XML Document, which few programs can fill.")
    remedy = N_("Open it in Word and save it as the type Word Document (*.docx).")


class WordFileLocked(InputError):
    problem = N_("{file} has a password or is an old .doc file.")
    remedy = N_("Remove the password in Word or WPS, save it as .docx, and try again.")


class WordFileTooLarge(InputError):
    problem = N_("{file} unpacks to far more than a document can be.")
    remedy = N_("Check where it comes from; save it again in Word or WPS.")


class TemplateError(InputError):
    """``faults`` holds every fault found in the template or by its formulas."""

    problem = N_("The template {file} has {count} faults; the first one: {first}")
    remedy = N_("See all of them with: docgen template check FILE")

    @property
    def faults(self) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self.facts["faults"]  # type: ignore[assignment]
        return found


class MissingValue(Blocked):
    """``names`` holds the names of all values that the document needs and was not given."""

    problem = N_("{file} needs values that are missing: {fields}.")
    remedy = N_("Fill them in, or let the document be made with visible marks.")

    @property
    def names(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self.facts["names"]  # type: ignore[assignment]
        return found


class PageTemplateFault(InputError):
    problem = N_("The page template {file} has a fault in line {line}: {why}.")
    remedy = N_("Mend it, or remove it from 模板/ so that docgen's own is used.")


class PageTemplateImports(InputError):
    problem = N_("The page template {file} asks for a package of the network in line {line}.")
    remedy = N_("docgen never goes there: copy what you need into 模板/ and import that file.")


class ConverterMissing(MissingPart):
    problem = N_("LibreOffice was not found; it turns Office files into PDF.")
    remedy = N_("Install it (Debian: libreoffice-writer and libreoffice-calc), then try again.")


class PdfUnreadable(InputError):
    problem = N_("{file} cannot be read as a PDF: {why}.")
    remedy = N_("Open it in a PDF program, save it again, and try once more.")


class PdfMissing(PdfUnreadable):
    problem = FileMissing.problem
    remedy = FileMissing.remedy


class PdfLocked(PdfUnreadable):
    problem = N_("{file} is locked with a password.")
    remedy = N_("Take the password off in a PDF program, save it again, and try once more.")


class PdfEmpty(PdfUnreadable):
    problem = N_("{file} has no page.")
    remedy = N_("Name a PDF file that has pages.")


class PageTooLarge(InputError):
    problem = N_("Pages of {width} x {height} mm are too large: two must fit beside each other.")
    remedy = N_("Take a larger sheet (--sheet a3), or --up 2 to print the pages smaller.")


REFUSALS = {
    errno.EACCES: N_("the computer gives no permission"),
    errno.EPERM: N_("the computer gives no permission"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.ENOTDIR: N_("a part of its path is a file, not a folder"),
    errno.EEXIST: N_("a file of this name is in the way"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.EBUSY: N_("another program has it open"),
}


def refusal(error: OSError) -> str:
    """Why the computer refused, in the user's language where it has words for it."""
    told = REFUSALS.get(error.errno or 0)
    return gettext.dgettext("docgen", told) if told else error.strerror or str(error)


def unreadable(file: object, error: OSError) -> FileUnreadable:
    """What to raise for a file that cannot be opened: a name that is wrong is no broken file."""
    if isinstance(error, FileNotFoundError):
        return FileMissing(file=file)
    return FileUnreadable(file=file, why=refusal(error))
