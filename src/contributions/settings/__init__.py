"""Settings of a workspace: what a city may choose, and the folder in which it works."""

from contributions.settings.sections import (
    CitySettings,
    CollectionSettings,
    Columns,
    EmbedSettings,
    MatchSettings,
    PublicSettings,
    PullSettings,
    QuartierSettings,
    ReferentialSettings,
    ResidentsSettings,
    Settings,
    SubjectSettings,
    ThemeSettings,
)
from contributions.settings.workspace import (
    FILE_NAME,
    Workspace,
    bundled,
    open_workspace,
    parse_settings,
    read_sidecar,
    settings_hash,
)

__all__ = [
    "FILE_NAME",
    "CitySettings",
    "CollectionSettings",
    "Columns",
    "EmbedSettings",
    "MatchSettings",
    "PublicSettings",
    "PullSettings",
    "QuartierSettings",
    "ReferentialSettings",
    "ResidentsSettings",
    "Settings",
    "SubjectSettings",
    "ThemeSettings",
    "Workspace",
    "bundled",
    "open_workspace",
    "parse_settings",
    "read_sidecar",
    "settings_hash",
]
