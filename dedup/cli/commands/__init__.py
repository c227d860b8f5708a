"""The commands, one file each, named after it; `archive.py` and `config.py` hold the commands of a group.

`options.py` and `settings.py` are no commands: they hold what several of them share.
"""
