"""What an archive answers: where an article comes from, what is known of a story, what an outlet does.

The doors are `origin` (`origin_of_file` for what is not in the archive), `story_of` and `outlet`. They only read: every
query is a SELECT over the tables of `dedup.schema.TABLES`, whatever stands behind those names.
"""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.messages import UnknownArticleError, UnknownNameError
    from dedup.queries.evaluation import Evaluation, Score, evaluate
    from dedup.queries.explain import Aligned, Explanation, Side, explain_pair
    from dedup.queries.find import SAME_PAGE, ArticleFound, near_ids, page_asked, search_articles
    from dedup.queries.keeping import KeepRule, Kept, kept_articles
    from dedup.queries.lexicon import Translation, read_lexicon
    from dedup.queries.near_names import did_you_mean, likely_outlets, other_names
    from dedup.queries.origin import OriginAnswer, Tally, find_origin, tally
    from dedup.queries.outlet import Example, OutletAnswer, UnknownOutletError, Way, find_outlet
    from dedup.queries.signatures import Unit, fill_lsh, minhashes, shingle_hashes
    from dedup.queries.stories import StoryFound, list_stories
    from dedup.queries.story import Member, Node, Story, nearest, story_of, trees
    from dedup.queries.truth import Truth, doubtful_pairs, read_truth
    from dedup.queries.unseen import Matcher, origin_of, origin_of_article, origin_of_file
else:
    __getattr__, __dir__ = lazy_names(__name__)
