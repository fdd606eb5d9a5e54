"""Turn texts into vectors: one embedder chosen by name, a lexical view beside it, and the recipe that centres them."""

from contributions.embed.engines import Embedder
from contributions.embed.load import SHIPPED, load_embedder
from contributions.embed.rerank import Reranker, load_reranker
from contributions.embed.subjects import Subject, likely_subjects, read_subjects, said_subjects, subject_view
from contributions.embed.texts import as_embedded, content_hash, lower_capitals
from contributions.embed.views import Frame, lsa_of_stems, view

__all__ = [
    "SHIPPED",
    "Embedder",
    "Frame",
    "Reranker",
    "Subject",
    "as_embedded",
    "content_hash",
    "likely_subjects",
    "load_embedder",
    "load_reranker",
    "lower_capitals",
    "lsa_of_stems",
    "read_subjects",
    "said_subjects",
    "subject_view",
    "view",
]
