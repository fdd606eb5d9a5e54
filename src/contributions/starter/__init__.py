"""Make a workspace: the bundled city, or an empty one that runs as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from contributions.errors import UsageError
from contributions.language import _
from contributions.settings import FILE_NAME, bundled

_NEEDED = (FILE_NAME, "sources", "referentials")


def copy_demo(folder: Path) -> None:
    """Put the invented city in a folder; a folder that already holds it is left as it is.

    Raises:
        UsageError: the folder holds something else.
    """
    city = bundled("data/demo")
    if (folder / FILE_NAME).exists():
        if (folder / FILE_NAME).read_bytes() != (city / FILE_NAME).read_bytes():
            problem = _("« {folder} » contient déjà un autre espace de travail : choisissez un dossier avec --dir.")
            raise UsageError(problem.format(folder=folder))
        return
    _copy(city, folder)


def copy_starter(folder: Path) -> None:
    """Make a workspace with commented settings, a small contract and one example of minutes.

    Raises:
        UsageError: there is one already.
    """
    if (folder / FILE_NAME).exists():
        raise UsageError(_("« {folder} » est déjà un espace de travail : rien n'a été changé.").format(folder=folder))
    _copy(Path(__file__).parent / "workspace", folder)


def _copy(model: Path, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = _("« {folder} » ne peut pas être un dossier ({error}) : choisissez-en un autre.")
        raise UsageError(problem.format(folder=folder, error=type(error).__name__)) from error
    for name in _NEEDED:
        if (model / name).is_dir():
            shutil.copytree(model / name, folder / name, dirs_exist_ok=True)
        else:
            shutil.copy2(model / name, folder / name)
