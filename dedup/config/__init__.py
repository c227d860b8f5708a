"""Every setting, frozen and documented field by field: one file per part.

One `Config` is made at the door (the command line or the Python API), passed down, and hashed into the archive.
"""

from dedup.config.bounds import out_of_bounds
from dedup.config.features import IndexConfig, MeaningConfig, SketchConfig
from dedup.config.machine import (
    ARCHIVE_FILE,
    LEAST_MEMORY,
    PROGRAM_MEMORY,
    ArchiveConfig,
    LittleMemoryWarning,
    MachineConfig,
    ReportConfig,
)
from dedup.config.matching import KINDS, MatchConfig, NeuralConfig, StoryConfig, check_kinds
from dedup.config.provenance import SURE_LINK, ProvenanceConfig
from dedup.config.reading import ReadConfig, TextConfig
from dedup.config.renamed_settings import former_names, known_names
from dedup.config.settings import Config, fault_in
from dedup.config.units import bytes_of, edge_of, mapping_of, span_of, zone_of
from dedup.messages import ConfigError

__all__ = [
    "ARCHIVE_FILE",
    "KINDS",
    "LEAST_MEMORY",
    "PROGRAM_MEMORY",
    "SURE_LINK",
    "ArchiveConfig",
    "Config",
    "ConfigError",
    "IndexConfig",
    "LittleMemoryWarning",
    "MachineConfig",
    "MatchConfig",
    "MeaningConfig",
    "NeuralConfig",
    "ProvenanceConfig",
    "ReadConfig",
    "ReportConfig",
    "SketchConfig",
    "StoryConfig",
    "TextConfig",
    "bytes_of",
    "check_kinds",
    "edge_of",
    "fault_in",
    "former_names",
    "known_names",
    "mapping_of",
    "out_of_bounds",
    "span_of",
    "zone_of",
]
