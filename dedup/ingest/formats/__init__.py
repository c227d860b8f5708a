"""One reader per format, in a file of its own.

Three files are no readers: `json_value.py` and `front_matter.py` hold what several of them read, `other_exports.py`
knows files that hold no article, or several that nothing parts.
"""
