"""How fast files are read and kept, and in how much memory: a Decidim-like CSV and long minutes in PDF, beside plain readers.

    python benchmarks/reading.py [--rows 100000] [--pages 300]

Texts are the demo's, two ideas a proposal, no two rows alike: equal texts would be masked once.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from contributions.settings import bundled
from contributions.starter import copy_starter

COLUMNS = (
    *("id", "author/id", "author/name", "taxonomies/ids", "participatory_space/id", "component/id", "title/fr", "body/fr"),
    *("state", "reference", "votes", "endorsements/total_count", "comments", "published_at", "url", "meeting_urls"),
)
_KILOBYTES = 1024


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=300)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = write_csv(Path(folder) / "propositions.csv", asked.rows)
        minutes = write_pdf(Path(folder) / "compte-rendu.pdf", asked.pages)
        print("| file | units | what | seconds | units/s | peak MB | times the peer |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for path, count, unit, peer in ((table, asked.rows, "rows", PANDAS), (minutes, asked.pages, "pages", PDFIUM)):
            base = measure([sys.executable, "-c", peer[1], str(path)])
            read = measure([sys.executable, "-c", READ, str(path)])
            kept = ingested(path, Path(folder) / path.stem)
            for what, figures in ((f"peer: {peer[0]}", base), ("read", read), ("contributions ingest", kept)):
                print(line(f"{path.name} | {count} {unit} | {what}", count, figures, base), flush=True)


PANDAS = ("pandas.read_csv", "import sys, pandas; print(len(pandas.read_csv(sys.argv[1], sep=';', dtype=str)))")
PDFIUM = (
    "pypdfium2, text of each page",
    "import sys, pypdfium2\nfor page in pypdfium2.PdfDocument(sys.argv[1]): page.get_textpage().get_text_range()",
)
READ = (
    "import sys; from pathlib import Path; from contributions.ingest import read_source; "
    "from contributions.settings import CollectionSettings; "
    "print(len(read_source(Path(sys.argv[1]), settings=CollectionSettings(), quartiers=()).rows))"
)


def ingested(path: Path, city: Path) -> tuple[float, float]:
    """Read, mask and keep a file as the command does, in a new workspace."""
    copy_starter(city)
    command = "from contributions.cli import main; main()"
    return measure([sys.executable, "-c", command, "ingest", str(path), "--workspace", str(city)])


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command: seconds, and the peak of its memory in MB."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own commands
    _pid, code, used = os.wait4(child.pid, 0)
    if code:
        sys.exit(f"{command[-1]}: exit code {os.waitstatus_to_exitcode(code)}")
    return time.perf_counter() - started, used.ru_maxrss / _KILOBYTES


def line(what: str, count: int, figures: tuple[float, float], base: tuple[float, float]) -> str:
    """Write one line of the table."""
    seconds, peak = figures
    times = f"{seconds / base[0]:.1f} x time, {peak / base[1]:.1f} x memory"
    return f"| {what} | {seconds:.1f} | {count / seconds:.0f} | {peak:.0f} | {times} |"


def ideas() -> list[str]:
    """Give the demo's ideas, each once."""
    with (bundled("data/demo") / "gold.csv").open(encoding="utf-8", newline="") as file:
        return sorted({line["text"] for line in csv.DictReader(file, delimiter=";")})


def pairs(count: int) -> list[tuple[str, str]]:
    """Give pairs of ideas, no two alike."""
    said = ideas()
    return list(itertools.islice(itertools.permutations(said, 2), 0, None, max(1, len(said) * (len(said) - 1) // count)))[:count]


def write_csv(path: Path, rows: int) -> Path:
    """Write proposals as Decidim 2025 does."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, (first, second) in enumerate(pairs(rows), start=1):
            day = f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d} 10:00:00 UTC"
            url = f"https://participer.exemple.fr/processes/quartiers/f/7/proposals/{number}"
            about = (number, number % 900, f"user{number % 900}", "32", 3, 7)
            writer.writerow([*about, "", f"{first}\r\n{second}", "", f"EX-{number}", 0, 0, 0, day, url, ""])
    return path


def write_pdf(path: Path, pages: int) -> Path:
    """Write minutes: a heading and a dozen points a page."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()
    said = itertools.cycle(ideas())
    story: list[object] = []
    for page in range(1, pages + 1):
        story += [Paragraph(f"Table {page}", style["Heading2"])]
        story += [Paragraph(f"• {next(said)}", style["BodyText"]) for _point in range(12)]
        story += [PageBreak()]
    SimpleDocTemplate(str(path)).build(story)
    return path


if __name__ == "__main__":
    main()
