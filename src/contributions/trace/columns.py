"""Write the columns of what was read as pages and tables have them."""

from __future__ import annotations

import pandas as pd

from contributions.language import _
from contributions.trace.keys import named


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave no word absent: what was not said is empty."""
    words = [column for column in frame.columns if frame[column].dtype == "str"]
    return frame.assign(**{column: frame[column].fillna("") for column in words})


def one_name_a_quartier(said: pd.DataFrame) -> pd.Series[str]:
    """Name each quartier by its code's most frequent name, so that two spellings of one QPV are one quartier."""
    both = said[said["quartier"].ne("") & said["qpv_code"].ne("")]
    counts = both.groupby(["qpv_code", "quartier"]).size().reset_index(name="n")
    best = counts.sort_values(["n", "quartier"], ascending=[False, True]).drop_duplicates("qpv_code")
    names = dict(zip(best["qpv_code"], best["quartier"], strict=True))
    shared = best["quartier"].duplicated(keep=False)
    names |= {code: f"{name} ({code})" for code, name in zip(best["qpv_code"][shared], best["quartier"][shared], strict=True)}
    coded = named(said["qpv_code"], {code: code for code in said["qpv_code"]} | names)
    return coded.where(said["qpv_code"].ne(""), said["quartier"])


def locators(said: pd.DataFrame) -> pd.Series[str]:
    """Say where each contribution is in its file."""
    part = said["part"].where(said["part"].eq(""), ", " + said["part"])
    written = _("{place}, n° {position}")
    places = zip(said["file"] + part, said["position"], strict=True)
    return pd.Series(
        [written.format(place=place, position=position) for place, position in places], index=said.index, dtype="str"
    )
