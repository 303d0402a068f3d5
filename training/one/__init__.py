"""One network for tags and trees, taught by the shipped tagger and parser: a trial, see training/README.md. Run with PYTHONPATH=.:training."""
