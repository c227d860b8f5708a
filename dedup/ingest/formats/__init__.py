"""One reader per format, in a file of its own.

Two files are no readers: `json_value.py` holds what several of them read, `other_exports.py` knows files that hold no
article, or several that nothing parts.
"""
