"""Characters of scripts that are written without spaces: Thai, Lao, Burmese, Khmer, kana and Han.

The tokenizer cuts them into pairs, and who looks for words in a text of any language asks whether there are any.
Tibetan is not among them: it has no spaces either, but a mark after every syllable.
"""

import re
from typing import Final

DENSE_RANGES: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # ideographic iteration mark and zero
    (0x3041, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)

DENSE_CHARACTER: Final = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in DENSE_RANGES) + "]")
"""One such character."""
