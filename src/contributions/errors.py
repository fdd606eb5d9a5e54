"""What we raise on purpose.

ContributionsError            one sentence for people: what was seen, where, what to do
├── UsageError                the command was used wrongly (exit code 2)
│   ├── SettingsError         contributions.toml, or the workspace, is not usable
│   └── ReferentialError      a list of objectives cannot be read
├── SourceError               a file cannot be read; the others are
├── PullError                 a platform gives no usable answer; what was pulled is kept
│   └── PlatformError         nothing more can be asked of it for now, whatever the component
├── SchemaError               a frame does not have the declared columns: a defect of ours
├── ModelError                a model is missing, altered, or mixed with another
├── StoreError                the database cannot be opened or is of another version
└── ErasureError              something of what was erased is still there
"""


class ContributionsError(Exception):
    """Carry one sentence for a person; `exit_code` is what the command line returns."""

    exit_code = 1


class UsageError(ContributionsError):
    """Say that the command, not the work, was wrong."""

    exit_code = 2


class SettingsError(UsageError):
    """Say which setting is wrong, in which file."""


class ReferentialError(UsageError):
    """Say which list of objectives cannot be read, and why."""


class SourceError(ContributionsError):
    """Say which file cannot be read, where, and what to do."""


class PullError(ContributionsError):
    """Say what a platform answered that cannot be used."""


class PlatformError(PullError):
    """Say why nothing more can be asked of a platform for now."""


class SchemaError(ContributionsError):
    """Say which columns a frame lacks."""


class ModelError(ContributionsError):
    """Say which model is missing, altered, or mixed with another."""


class StoreError(ContributionsError):
    """Say why the database cannot be used."""


class ErasureError(ContributionsError):
    """Say where something of what was erased still is."""
