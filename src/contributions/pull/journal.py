"""What is pulled, written page by page: a pull cut at any moment goes on from the last whole line."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contributions.errors import PullError
from contributions.language import _
from contributions.pulled import LAYOUT, MARK, read_name

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pull was asked; `name` is that of the file it will give, `known` says whether an earlier pull had given one."""

    url: str
    component: int
    since: str
    name: str
    known: bool

    def same(self, other: Mapping[str, Any]) -> bool:
        """Say whether a journal is that of this pull, begun at another time."""
        asked = (self.url, self.component, self.since)
        return asked == (other.get("url"), other.get("component"), other.get("since"))

    def written(self) -> dict[str, Any]:
        """Give what the first line of the journal holds."""
        return {"url": self.url, "component": self.component, "since": self.since, "name": self.name, "known": self.known}


@dataclass
class Journal:
    """A file of `var/`: the plan, then a line a page. It becomes one file of `sources/`, at once, when all is there."""

    path: Path
    sources: Path

    def resume(self, plan: Plan) -> tuple[Plan, list[dict[str, Any]]]:
        """Give the plan to follow and the pages already there: those of an earlier call if it asked the same, else none."""
        lines = self._whole_lines()
        first = lines[0] if lines else {}
        if first and plan.same(first) and not (self.sources / str(first["name"])).exists():
            return Plan(**first), lines[1:]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self.add(plan.written())
        return plan, []

    def add(self, line: Mapping[str, Any]) -> None:
        """Add a line, on the disk before anything else is asked."""
        with self.path.open("ab") as file:
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def give(self, head: Mapping[str, Any], records: Iterable[Mapping[str, Any]], name: str) -> Path:
        """Write the source, a line a contribution, then show it under its name; the journal is done with."""
        written = self.path.with_suffix(".tmp")
        with written.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps({MARK: LAYOUT, **head}, ensure_ascii=False)[:-1] + ', "records": [')
            for number, record in enumerate(records):
                file.write((",\n" if number else "\n") + json.dumps(record, ensure_ascii=False))
            file.write("\n]}\n")
            file.flush()
            os.fsync(file.fileno())
        self.sources.mkdir(parents=True, exist_ok=True)
        hidden = self.sources / f".{name}"
        shutil.move(written, hidden)  # var/ and sources/ may be two disks: only the last step is whole everywhere
        hidden.replace(self.sources / name)
        self.drop()
        return self.sources / name

    def drop(self) -> None:
        """Forget the journal."""
        self.path.unlink(missing_ok=True)

    def _whole_lines(self) -> list[dict[str, Any]]:
        """Read the lines; a last one that was cut is taken off the file."""
        if not self.path.is_file():
            return []
        content = self.path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
        try:
            return [json.loads(line) for line in whole.splitlines()]
        except ValueError:  # another program wrote there: everything is asked again
            return []


def pulled_before(sources: Path, platform: str, component: int) -> Iterator[dict[str, Any]]:
    """Give the contributions that earlier pulls of a component wrote, the oldest pull first.

    Raises:
        PullError: one of their files is damaged.
    """
    named = [(name, path) for path in sources.rglob("decidim-*.json") if (name := read_name(path.name))]
    found = sorted((name.to, path) for name, path in named if (name.platform, name.component) == (platform, component))
    for _to, path in found:
        try:
            yield from json.loads(path.read_bytes())["records"]
        except (ValueError, KeyError, TypeError) as error:
            said = _("{file} : ce tirage est abîmé ; effacez-le de sources/, ce qu'il contenait sera tiré à nouveau.")
            raise PullError(said.format(file=path.name)) from error
