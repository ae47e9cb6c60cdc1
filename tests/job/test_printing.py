# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page that somebody prints at a public computer reaches a printer, with what was on it.

The printer is a program that behaves as one on the network (``ippeveprinter`` of CUPS).
"""

import base64
import json

from salle.verify.results import Verdict

from .conftest import Job

MACHINE = "poste-01"
ADDRESS = "ipp://localhost:8631/ipp/print"
TOOLS = "apt-get -qq install -y --no-install-recommends cups-ipp-utils poppler-utils </dev/null"
PRINTER = (
    "mkdir -p /var/tmp/essai-papier; systemd-run -q --unit=essai-imprimante "
    "ippeveprinter -p 8631 -n localhost -r off -k -d /var/tmp/essai-papier -f application/pdf Essai; "
    f"for n in $(seq 100); do ipptool -q {ADDRESS} get-printer-attributes.test && break; sleep 0.2; done"
)
TEXT = "Bonjour à la médiathèque"
PRINT = "echo %s | base64 -d | sudo -u public lp -d essai"
READ = """\
for n in $(seq 300); do
  for page in $(sudo sh -c 'ls /var/tmp/essai-papier/*.pdf 2>/dev/null'); do
    text=$(sudo pdftotext "$page" - 2>/dev/null) && [ -n "$text" ] && echo "$text" && exit
  done
  sleep 0.2
done
"""
AWAY = "lpadmin -x essai || :; systemctl stop essai-imprimante || :; rm -rf /var/tmp/essai-papier"


def page(text: str) -> bytes:
    """A page with a line of text, as an application hands it to CUPS (PDF 1.4)."""
    drawn = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode("cp1252")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def test_a_page_of_the_public_account_reaches_the_printer_of_the_place(job: Job) -> None:
    said = job.inventories / job.site / "host_vars" / f"{MACHINE}.yml"
    said.parent.mkdir(exist_ok=True)
    before = said.read_text("utf-8") if said.exists() else ""
    job.break_(MACHINE, TOOLS)
    try:
        job.break_(MACHINE, PRINTER)
        printers = json.dumps([{"name": "essai", "address": ADDRESS}])
        said.write_text(f"{before or '---'}\nprinting_printers: {printers}\n", "utf-8")
        job.apply(MACHINE, tags="printing")
        green = job.some_checks("printing").verify([MACHINE])[MACHINE][Verdict.GREEN]
        assert {"printing.printers", "printing.ready"} <= green
        (again,) = job.apply(MACHINE, tags="printing")
        assert again.changes == ()
        job.room.run_on(MACHINE, PRINT % base64.b64encode(page(TEXT)).decode())
        assert TEXT in job.room.run_on(MACHINE, READ, seconds=90)
    finally:
        said.write_text(before, "utf-8") if before else said.unlink()
        job.break_(MACHINE, AWAY)
