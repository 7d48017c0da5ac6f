"""From a report to the bytes of a file: the wording first, then one of the formats."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.shell import say
from rectify.errors import TemplateError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rectify.domain.documents.report import Kind, Report
    from rectify.domain.unit import Directory
    from rectify.views.layout.fonts import Fonts
    from rectify.views.paper import Paper

FORMATS = (".md", ".docx", ".html", ".txt", ".pdf", ".xlsx")
_OWN_VIEWS = (("ledger", ".xlsx"), ("dashboard", ".html"))
BINARY = (".docx", ".pdf", ".xlsx")


class UnknownFormat(UsageError):  # noqa: N818  # named for what it is
    """Documents are not written in that format."""

    def __init__(self, name: str, known: Iterable[str] = FORMATS) -> None:
        super().__init__(f"不能写成 {name}；可用的格式：{'、'.join(known)}")


class OnlyFormat(UsageError):  # noqa: N818  # named for what it is
    """The kind of document has formats of its own."""

    def __init__(self, kind: str, formats: Sequence[str]) -> None:
        names = "、".join(formats)
        super().__init__(f"{kind}只能写成 {names}：-o {kind}{formats[0]}")


class TwoFormats(UsageError):  # noqa: N818  # named for what it is
    """The option says one format and the name of the file another."""

    def __init__(self, wanted: str, said: str) -> None:
        super().__init__(
            f"--format 写的是 {wanted}，文件名却以 {said} 结尾；请写成一样的"
        )


class NeedsFile(UsageError):  # noqa: N818  # named for what it is
    """The format is nothing for a screen."""

    def __init__(self, kind: str, suffix: str) -> None:
        super().__init__(f"{suffix} 要写到文件：-o {kind}{suffix}")


class UnreadableWording(TemplateError):  # noqa: N818  # named for what it is
    """The front matter that a template wrote cannot be read."""

    def __init__(self, problems: Iterable[object]) -> None:
        super().__init__(f"模板写出的文书开头读不懂：{'；'.join(map(str, problems))}")


def suffix_of(kind: Kind, output: str | None, wanted: str | None) -> str:
    """Tell the format: as said, by the suffix, or what such documents mostly are.

    Raises:
        OnlyFormat: the kind is made in another one.
        UnknownFormat: there is none of that name.
        NeedsFile: it is nothing for a screen.
    """
    known = kind.formats or FORMATS
    if wanted is not None:
        suffix = f".{wanted.lower().lstrip('.')}"
        said = Path(output or "").suffix.lower()
        if said in FORMATS and said != suffix and not Path(output or "").is_dir():
            raise TwoFormats(suffix, said)
    elif output is None:
        suffix = known[0]
    else:
        path = Path(output)
        suffix = path.suffix.lower()
        if path.is_dir() or (kind.several and suffix not in FORMATS):
            suffix = ".docx" if ".docx" in known else known[0]
    if kind.formats and suffix not in kind.formats:
        raise OnlyFormat(kind.name, kind.formats)
    if suffix not in known:
        raise UnknownFormat(suffix or str(output), known)
    if output is None and suffix in BINARY:
        raise NeedsFile(kind.name, suffix)
    return suffix


class Studio(NamedTuple):
    """Where documents are made: the office's own templates, the units, the faces."""

    own: Path
    directory: Directory
    fonts: Fonts
    ref: str = ""

    def make(
        self, kind: Kind, copies: Mapping[str, Report], suffix: str
    ) -> dict[str, bytes]:
        """Make every copy of a document in one format."""
        if (kind.alias, suffix) in _OWN_VIEWS:
            return {name: _viewed(each) for name, each in copies.items()}
        texts = {name: self.wording(kind, each) for name, each in copies.items()}
        papers = {name: self.paper(kind, text) for name, text in texts.items()}
        if suffix == ".md":
            return {name: text.encode() for name, text in texts.items()}
        if suffix == ".pdf":
            return self._pdfs(papers)
        return {name: self._file(paper, suffix) for name, paper in papers.items()}

    def wording(self, kind: Kind, report: Report) -> str:
        """Write a document in Markdown."""
        from rectify.storage.builtin import templates
        from rectify.views.markdown import render

        return render(
            kind.alias,
            report,
            self.directory,
            own=self.own,
            builtin=templates(),
            ref=self.ref,
        )

    def paper(self, kind: Kind, text: str) -> Paper:
        """Read a wording into a document.

        Raises:
            FaultyTemplate: what the template wrote is none.
        """
        from rectify.views.markdown import FaultyTemplate, place_of

        try:
            return paper_of(text, kind.name)
        except TemplateError as refusal:
            place = place_of(kind.alias)
            raise FaultyTemplate(place, None, str(refusal)) from None

    def _file(self, paper: Paper, suffix: str) -> bytes:
        match suffix:
            case ".docx":
                return self._docx(paper)
            case ".html":
                from rectify.views.web.page import write_html

                return write_html(paper, fonts=self.fonts).encode()
            case ".txt":
                from rectify.views.plain import write_text

                return write_text(paper).encode()
            case _:
                from rectify.views.workbook.tables import write_tables

                return write_tables(paper)

    def _docx(self, paper: Paper) -> bytes:
        from rectify.views.word.document import write_docx

        head = _letterhead(paper.front.letterhead, self.own)
        return write_docx(paper, head, fonts=self.fonts)

    def _pdfs(self, papers: Mapping[str, Paper]) -> dict[str, bytes]:
        """Turn all copies into PDF by one start of LibreOffice."""
        from rectify.storage.office import to_pdfs

        words = [self._docx(paper) for paper in papers.values()]
        if len(words) > 1:
            say(f"正在由 LibreOffice 写成 PDF，共{len(words)}份，请稍候……")
        made = to_pdfs(words)
        self._tell_missing_faces()
        return dict(zip(papers, made, strict=True))

    def _tell_missing_faces(self) -> None:
        """Say which faces a PDF had to do without: it holds those of this machine."""
        from rectify.storage.faces import installed_faces
        from rectify.views.layout.fonts import missing_faces

        missing = missing_faces(self.fonts, installed_faces())
        if missing:
            names = "、".join(missing)
            say(f"本机没有 {names}，PDF 里用了别的字体；详情见 rectify doctor")


@cache
def _letterhead(name: str, own: Path) -> bytes:
    from rectify.storage.builtin import templates
    from rectify.storage.letterheads import read_letterhead

    return read_letterhead(name, own / "letterheads", templates() / "letterheads")


def _viewed(report: Report) -> bytes:
    """Make what has a view of its own: the 台账 as a workbook, the 看板 as a page."""
    from rectify.domain.documents.dashboard import Dashboard
    from rectify.domain.documents.register import Register
    from rectify.views.dashboard.page import write_dashboard
    from rectify.views.workbook.register import write_register

    match report:
        case Register():
            return write_register(report)
        case Dashboard():
            return write_dashboard(report).encode()
        case _:
            raise TypeError(report)


def paper_of(text: str, title: str = "文书") -> Paper:
    """Read a wording into a document; one without front matter is text under a title.

    Raises:
        UnreadableWording: its front matter is no YAML of ours.
    """
    from rectify.storage.reader import read
    from rectify.views.outline import front_of, fronted, outline, split_front
    from rectify.views.paper import Front, Letterhead

    if not fronted(text):
        return outline(Front(title, Letterhead.PLAIN), text)
    front, body = split_front(text)
    document = read(front.encode(), "文书")
    if document.plain is None or document.problems:
        raise UnreadableWording(each.message for each in document.problems)
    return outline(front_of(document.plain), body)
