"""Trends, silences and neighbours of themes."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from report_picture import demo_picture

from contributions.trace import theme_figures
from contributions.trace.absent import GROUPS, absent_from, sizes_of_groups
from contributions.trace.trends import Trend, theme_months, theme_trends, trend_of, voices_by_month

COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair)))


def test_the_months_of_a_theme_hold_its_voices_and_those_under_it_once():
    shown = demo_picture()
    dated = shown.spoken[shown.spoken["month"].ne("")]
    months = theme_months(shown)
    for theme in shown.themes:
        under = {each.id for each in shown.themes if theme.id in shown.line(each.id)}
        voices = dated.loc[dated["theme"].isin(under), "voice"].nunique()
        assert months.loc[months["theme"].eq(theme.id), "voices"].sum() == voices, theme.id
    assert set(months["month"]) == set(voices_by_month(shown))


def test_without_two_months_no_trend_is_told():
    months = pd.DataFrame({"theme": ["T1"], "month": ["2026-03"], "voices": [4]})
    assert theme_trends(months, {"2026-03": 10}) == {}


def test_a_theme_that_takes_more_of_the_last_month_rises():
    months = pd.DataFrame({"theme": ["T1"] * 2, "month": ["2026-03", "2026-04"], "voices": [10, 40]})
    assert theme_trends(months, {"2026-03": 100, "2026-04": 100}) == {"T1": Trend.RISING}


@settings(max_examples=60)
@given(COUNTS, COUNTS)
def test_a_trend_read_backwards_is_the_contrary(last, before):
    if not last[1] or not before[1]:
        return
    contrary = {Trend.RISING: Trend.FALLING, Trend.FALLING: Trend.RISING, Trend.STEADY: Trend.STEADY}
    assert trend_of(before, last) is contrary[trend_of(last, before)]


def test_who_is_silent_is_told_only_where_it_is_no_chance():
    sizes = {"quartier": {"Quais": 40, "Verrerie": 40, "Haut Clos": 4, "": 16}}
    rows = pd.DataFrame({"quartier": ["Quais"] * 20})
    (silent,) = absent_from(rows, sizes, 100)
    assert (silent.by, silent.value, silent.ideas, silent.expected) == ("quartier", "Verrerie", 40, 8.0)
    assert absent_from(rows.head(1), sizes, 100) == []
    assert absent_from(rows.head(0), sizes, 100) == []


def test_groups_count_every_idea_once_by_each_way_of_telling_people_apart():
    shown = demo_picture()
    assert {column: sum(sizes.values()) for column, sizes in sizes_of_groups(shown).items()} == dict.fromkeys(
        GROUPS, len(shown.spoken)
    )


def test_every_theme_that_holds_an_idea_has_its_months():
    shown = demo_picture()
    held = theme_figures(shown).query("ideas > 0")["theme"]
    assert set(held) <= set(theme_months(shown)["theme"])
