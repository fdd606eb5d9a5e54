"""How a pulled file is named, and the mark by which its reader knows it: said once, for those who write and who read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MARK = "decidim_api"
"""First key of a pulled file; its value is the version of the layout."""
LAYOUT = 1
FIRST = "debut"
"""Stands in the name for « since the beginning »."""
MOMENT = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(
    r"decidim-(?P<platform>[a-z0-9.-]+)-c(?P<component>\d+)"
    rf"-(?:{FIRST}|\d{{8}}|\d{{8}}T\d{{6}}Z)-(?P<to>\d{{8}}T\d{{6}}Z)\.json"
)
_API = re.compile(r"/api(?:/graphiql|/docs)?/*$")


@dataclass(frozen=True, slots=True)
class PulledName:
    """What the name of a pulled file says: the platform, the component, and when the pull began."""

    platform: str
    component: int
    to: str


def site_of(url: str) -> str:
    """Give the address of a site, whether that of the site or of its API was given.

    >>> site_of("https://participez.exemple.fr/api/"), site_of("https://exemple.eu/participation")
    ('https://participez.exemple.fr', 'https://exemple.eu/participation')
    """
    return _API.sub("", url.strip()).rstrip("/")


def platform_of(url: str) -> str:
    """Name a platform by its host and path, in characters that any file system takes.

    >>> platform_of("https://Exemple.eu:8443/participation/api"), platform_of("https://participez.exemple.fr")
    ('exemple.eu-8443-participation', 'participez.exemple.fr')
    """
    parts = urlsplit(site_of(url))
    host = parts.netloc.rpartition("@")[2]
    return re.sub(r"[^a-z0-9.]+", "-", f"{host}{parts.path}".lower()).strip("-.")


def file_name(platform: str, component: int, *, since: str, to: str) -> str:
    """Name the file of a pull.

    >>> file_name("participez.exemple.fr", 12, since="debut", to="20260405T101500Z")
    'decidim-participez.exemple.fr-c12-debut-20260405T101500Z.json'
    """
    return f"decidim-{platform}-c{component}-{since}-{to}.json"


def read_name(name: str) -> PulledName | None:
    """Read the name of a pulled file; None for any other file."""
    found = _NAME.fullmatch(name)
    return PulledName(found["platform"], int(found["component"]), found["to"]) if found else None
