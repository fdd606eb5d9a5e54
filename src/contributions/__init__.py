"""Turn what residents say into themes that last, matched to the objectives of the contrat de ville."""

__version__ = "0.1.0"
