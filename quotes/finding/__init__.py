"""Trees and marks → quotations, by the rules of ``quotes/french/rules``."""

from quotes.finding.find import find_losers, find_quotations
from quotes.finding.narrative import is_narrative
from quotes.finding.references import find_references

__all__ = ["find_losers", "find_quotations", "find_references", "is_narrative"]
