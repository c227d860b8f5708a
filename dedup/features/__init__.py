"""Tokens to features: MinHash signatures and LSH keys, stems, concepts and their weights, vectors."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.features.concepts.cldr import enumerable
    from dedup.features.concepts.extract import ConceptReader
    from dedup.features.concepts.figures import Figures
    from dedup.features.concepts.names import CASELESS_LANGUAGES, name_spellings
    from dedup.features.concepts.word_translation import Learned, Piece, WordPair, group, translate
    from dedup.features.embedder import Embedder, EmbedderError, cosines, likeliest, quantised
    from dedup.features.keys import KEYS, copy_keys, respaced_keys, rewrite_keys, stored_passages
    from dedup.features.language_tables import density_of, is_unspaced
    from dedup.features.minhash import permutations, shingles_of, sign_shingles
    from dedup.features.stems.stemmer import base_language
    from dedup.features.stems.vocabulary import STEMS, StemReader
    from dedup.features.weights import Counted, Values, Weights, background_shares, copies_of, weigh
else:
    __getattr__, __dir__ = lazy_names(__name__)
