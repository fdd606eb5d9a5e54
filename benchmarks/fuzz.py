"""Damage files in every way, read them with every reader, and print what came of it: one line a reader.

    python benchmarks/fuzz.py [--minutes 10] [--seed 1] [PATH...]

Files are those of the demo and those given. A damaged file must be read or refused in one sentence; « unforeseen » counts the
refusals that no reader had thought of. A table whose rows only change place must give the same texts: « lost »
counts those that do not.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from contributions.errors import ContributionsError
from contributions.ingest import READERS, read_source
from contributions.settings import CollectionSettings, bundled

SUFFIXES = (".csv", ".xlsx", ".docx", ".pdf", ".json", ".txt", ".html", ".rtf")
SEVERAL_HEADINGS = ("framaforms", "sphinx")
LARGEST = 2_000_000
UNFORESEEN = "lecture impossible"


def main() -> None:
    """Print a table; exit code 1 if anything but a sentence came out, or a row was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    files = [path for path in files_of([bundled("data/demo") / "sources", *asked.paths]) if path.stat().st_size < LARGEST]
    tally: defaultdict[str, Counter[str]] = defaultdict(Counter)
    slowest: defaultdict[str, float] = defaultdict(float)
    until = time.monotonic() + 60 * asked.minutes
    generator = random.Random(asked.seed)  # noqa: S311 - repeatable damage, not a secret
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            attempt(generator.choice(files), Path(folder), generator, tally, slowest)
    print("| reader | tries | read | refused | unforeseen | lost | slowest, s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for reader, seen in sorted(tally.items()):
        figures = [seen[what] for what in ("tries", "read", "refused", "unforeseen", "lost")]
        print(f"| {reader} | {' | '.join(map(str, figures))} | {slowest[reader]:.1f} |")
    sys.exit(any(seen["lost"] or seen["unforeseen"] for seen in tally.values()))


def files_of(paths: list[Path]) -> Iterator[Path]:
    """Walk files and folders in the order of names."""
    for path in paths:
        yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def attempt(
    path: Path, folder: Path, generator: random.Random, tally: dict[str, Counter[str]], slowest: dict[str, float]
) -> None:
    """Read a file once it is damaged, or moved about."""
    if path.suffix == ".csv" and generator.random() < 0.2:  # noqa: PLR2004 - one try in five
        moved_about(path, folder, generator, tally)
        return
    suffix = path.suffix if generator.random() < 0.9 else generator.choice(SUFFIXES)  # noqa: PLR2004 - one in ten lies
    name = f"f{suffix}"
    damaged = folder / name
    damaged.write_bytes(damage(path, generator))
    reader = generator.choice(READERS).NAME if generator.random() < 0.3 else ""  # noqa: PLR2004 - three in ten are forced
    started = time.monotonic()
    took, outcome = outcome_of(damaged, reader)
    tally[took]["tries"] += 1
    tally[took][outcome] += 1
    slowest[took] = max(slowest[took], time.monotonic() - started)
    damaged.unlink()


def outcome_of(path: Path, reader: str) -> tuple[str, str]:
    """Read a file: which reader took it, and what came of it."""
    try:
        reading = read_source(path, settings=CollectionSettings(reader=reader), quartiers=())
    except ContributionsError as error:
        if UNFORESEEN in str(error):
            print(f"{path.name} ({reader or 'detected'}): {error}", file=sys.stderr)
        return reader or "(none)", "unforeseen" if UNFORESEEN in str(error) else "refused"
    bare = reading.rows[(reading.rows["text"] == "") & (reading.rows["reason"] == "")]
    return reading.reader, "lost" if len(bare) else "read"


def moved_about(path: Path, folder: Path, generator: random.Random, tally: dict[str, Counter[str]]) -> None:
    """Shuffle the rows of a table whose header is its first row: what is said must be the same."""
    whole = folder / path.name
    whole.write_bytes(path.read_bytes())
    try:
        before = read_source(whole, settings=CollectionSettings(), quartiers=())
        rows, dialect = table_of(whole)
    except (ContributionsError, csv.Error, UnicodeDecodeError, ValueError):
        return
    finally:
        whole.unlink()
    if before.reader in SEVERAL_HEADINGS or "en-tête" in before.why or any(len(row) != len(rows[0]) for row in rows):
        return
    body = rows[1:]
    generator.shuffle(body)
    with whole.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, dialect).writerows([rows[0], *body])
    after = read_source(whole, settings=CollectionSettings(), quartiers=())
    whole.unlink()
    same = Counter(before.rows["text"]) == Counter(after.rows["text"])
    tally[before.reader]["tries"] += 1
    tally[before.reader]["read" if same else "lost"] += 1
    if not same:
        print(f"{path.name} ({before.reader}): {len(before.rows)} rows, then {len(after.rows)} once moved", file=sys.stderr)


def table_of(path: Path) -> tuple[list[list[str]], type[csv.Dialect]]:
    """Read a table whose first row is its header."""
    text = path.read_text(encoding="utf-8-sig")
    dialect = csv.Sniffer().sniff(text.split("\n", 1)[0], delimiters=",;\t|")
    dialect.doublequote, dialect.quotechar, dialect.lineterminator = True, '"', "\n"
    return [row for row in csv.reader(io.StringIO(text), dialect) if row], dialect


def damage(path: Path, generator: random.Random) -> bytes:
    """Give the bytes of a file, damaged once to three times, in its archive where it is one."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path) and generator.random() < 0.7:  # noqa: PLR2004 - the others damage the archive itself
        with suppress(zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):  # damaged already
            return damaged_member(content, generator)
    for _time in range(generator.randint(1, 3)):
        content = generator.choice(DAMAGES)(content, generator)
    return content


def damaged_member(content: bytes, generator: random.Random) -> bytes:
    """Damage one file of an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        chosen = generator.choice(archive.namelist())
        for name in archive.namelist():
            member = archive.read(name)
            made.writestr(name, generator.choice(DAMAGES)(member, generator) if name == chosen else member)
    return out.getvalue()


def _cut(content: bytes, generator: random.Random) -> bytes:
    return content[: generator.randint(0, len(content))]


def _flip(content: bytes, generator: random.Random) -> bytes:
    changed = bytearray(content)
    for _time in range(min(len(changed), generator.randint(1, 40))):
        changed[generator.randrange(len(changed))] = generator.randrange(256)
    return bytes(changed)


def _drop(content: bytes, generator: random.Random) -> bytes:
    start = generator.randint(0, len(content))
    return content[:start] + content[start + generator.randint(0, 2_000) :]


def _repeat(content: bytes, generator: random.Random) -> bytes:
    start = generator.randint(0, len(content))
    return content[: start + 500] + content[start:]


def _insert(content: bytes, generator: random.Random) -> bytes:
    odd = [
        b"\x00" * 50,
        b'"',
        b"\r",
        b"\xff\xfe",
        "«\u2028é\u0301".encode(),
        b"A" * 100_000,
        b";" * 3_000,
        b"<!--",
        b"{[",
        b"\n\n\n",
    ]
    start = generator.randint(0, len(content))
    return content[:start] + generator.choice(odd) + content[start:]


def _encode(content: bytes, generator: random.Random) -> bytes:
    text = content.decode("utf-8", errors="replace")
    return text.encode(generator.choice(["cp1252", "utf-16", "utf-32", "mac-roman", "utf-8-sig"]), errors="replace")


def _ends(content: bytes, generator: random.Random) -> bytes:
    return content.replace(b"\n", generator.choice([b"\r", b"\r\n", b"\n\r", b""]))


def _swap(content: bytes, generator: random.Random) -> bytes:
    lines = content.split(b"\n")
    generator.shuffle(lines)
    return b"\n".join(lines)


ODD = (
    *(b"\x00" * 50, b'"', b"\r", b"\xff\xfe", "«\u2028é\u0301".encode(), b"\n\n\n"),
    *(b"A" * 100_000, b";" * 3_000, b"<!--", b"{["),
)
DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _flip, _drop, _repeat, _insert, _encode, _ends, _swap)

if __name__ == "__main__":
    main()
