"""Measure themes and matches on the demo's gold, beside TF-IDF, and print two Markdown tables.

python benchmarks/demo_gold.py
"""

from __future__ import annotations

from public_sets import compare_matches, compare_themes, table

from contributions.match import describe
from contributions.referentials import read_referential
from contributions.settings import ReferentialSettings, Settings, bundled


def main() -> None:
    """Print both tables."""
    city = bundled("data/demo")
    gold, contract = city / "gold.csv", city / "referentials" / "contrat.toml"
    referential = read_referential(contract, ReferentialSettings(path=str(contract)))
    texts = {objective.code: describe(objective, referential) for objective in referential.leaves}
    print(table(compare_themes("demo gold", gold, Settings())))
    print()
    print(table(compare_matches("demo gold", gold, contract, texts, Settings())))


if __name__ == "__main__":
    main()
