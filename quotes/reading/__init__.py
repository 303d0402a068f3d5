"""Files, tables and values in memory → documents; their metadata; what could not be read."""

from quotes.reading.aliases import read_aliases
from quotes.reading.inputs import Inputs, read_inputs
from quotes.reading.memory import documents_from
from quotes.reading.metadata import read_metadata, with_metadata

__all__ = ["Inputs", "documents_from", "read_aliases", "read_inputs", "read_metadata", "with_metadata"]
