# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attestation: what a verification found, dated, on one sheet of paper for each machine.

It says what was checked, with what, and what was not; the report has the rest.
"""

from functools import partial
from pathlib import Path

from salle.errors import SalleError
from salle.exit_codes import Exit
from salle.i18n import _, language
from salle.report.model import Report
from salle.report.page import environment
from salle.report.text import one_line
from salle.report.view import MachineView, view
from salle.verify.results import Verdict
from salle.whole import write_whole

MOST = 8
"""Things to put right, and things not checked, that are told one by one: more do not fit on the sheet."""
PROGRAMS = (
    ("Firefox", "firefox-esr"),
    ("Firefox", "firefox"),
    ("Chromium", "chromium"),
    ("uBlock Origin", "webext-ublock-origin-firefox"),
    ("LibreOffice", "libreoffice-core"),
    ("Thunderbird", "thunderbird"),
)
"""Programs whose version is told, by their packages in Debian and its relatives."""
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""The Debian packages that WeasyPrint needs beside Python's."""


def render_attestation(report: Report, lang: str = "") -> str:
    """The attestation as a page of HTML that needs nothing else.

    Args:
        report: what it tells.
        lang: language of the page, empty for the one in use; results keep the language they were read in.
    """
    lang = lang or language()
    surroundings = environment(lang)
    surroundings.filters["by_role"] = by_role
    surroundings.filters["shortened"] = partial(one_line, lang=lang, most=120)
    return surroundings.get_template("attestation.html.j2").render(
        lang=lang,
        room=view(report, lang),
        report=report,
        run=report.run,
        programs=PROGRAMS,
        most=MOST,
        Verdict=Verdict,
    )


def by_role(machine: MachineView) -> list[tuple[str, dict[Verdict, int]]]:
    """How many of a machine's checks have each verdict, role by role in the order they were run."""
    counts: dict[str, dict[Verdict, int]] = {}
    for result in machine.results:
        counts.setdefault(result.role, dict.fromkeys(Verdict, 0))[result.verdict] += 1
    return list(counts.items())


def to_pdf(page: str) -> bytes:
    """The page as PDF.

    Args:
        page: HTML that needs nothing else; whatever it asks for all the same is refused.

    Raises:
        SalleError: this computer lacks the libraries that draw it.
    """
    try:
        import weasyprint
        import weasyprint.urls
    except OSError as error:
        raise SalleError(
            _("The PDF cannot be drawn: a library is missing on this computer."),
            why=str(error).partition("\n")[0],
            hint=_("Type: sudo apt install %(packages)s") % {"packages": LIBRARIES},
            code=Exit.LACKING,
        ) from error
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    drawn: bytes = weasyprint.HTML(string=page, url_fetcher=nothing).write_pdf()
    return drawn


def write_attestation(report: Report, folder: Path, lang: str = "") -> tuple[Path, Path]:
    """Write attestation.html and attestation.pdf.

    Args:
        report: what they tell.
        folder: the run folder.
        lang: language of both, empty for the one in use.

    Returns:
        The two files.

    Raises:
        OSError: the folder cannot be written.
        SalleError: this computer lacks the libraries that draw the PDF; the page is there all the same.
    """
    page, printed = folder / "attestation.html", folder / "attestation.pdf"
    text = render_attestation(report, lang)
    write_whole(page, text.encode())
    write_whole(printed, to_pdf(text))
    return page, printed
