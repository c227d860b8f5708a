"""The keys of an archive on disk, to look up.

Articles that come one by one are compared with those of an archive that have a key in common with them. The archive's
keys lie in segments beside it (`write_segment`; `KeyIndex` opens them as one), those added since in memory
(`LiveKeys`); `probe` asks both, and `merge` makes one segment of them. `stored_passages` chooses whose keys are kept.
"""

from dedup.archive.index.key_index import Hits, KeyIndex, LiveKeys, probe
from dedup.archive.index.segment import Segment, SegmentError, merge, segment_bytes, write_segment
