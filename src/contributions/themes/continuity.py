"""Keep a theme's id from one run to the next: two groupings are matched by their members."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

KEEPS_ITS_ID = 0.3
"""Jaccard index of members from which a new group is the old theme (findings: new ideas whose theme maps back)."""


def inherit(old: Mapping[str, str], new: Mapping[str, int]) -> dict[int, str]:
    """Give each new group the id of the old theme it shares most ideas with, one to one; the others are new.

    Args:
        old: idea -> theme id, as the last run left them.
        new: idea -> group number, now. Ideas that the last run did not know are not counted against a group.

    >>> inherit({"a": "T1", "b": "T1", "c": "T2"}, {"a": 7, "b": 7, "c": 9, "d": 9})
    {7: 'T1', 9: 'T2'}
    """
    from scipy.optimize import linear_sum_assignment

    shared = sorted(old.keys() & new.keys())
    themes, groups = sorted({old[idea] for idea in shared}), sorted({new[idea] for idea in shared})
    if not shared:
        return {}
    common = np.zeros((len(groups), len(themes)))
    for idea in shared:
        common[groups.index(new[idea]), themes.index(old[idea])] += 1
    either = common.sum(axis=1, keepdims=True) + common.sum(axis=0, keepdims=True) - common
    jaccard = common / np.maximum(either, 1)
    chosen = zip(*linear_sum_assignment(-jaccard), strict=True)
    return {groups[group]: themes[theme] for group, theme in chosen if jaccard[group, theme] >= KEEPS_ITS_ID}
