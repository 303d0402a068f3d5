"""Trees and marks → quotations, by the rules of ``quotes/french/rules``."""

from quotes.finding.find import find_losers, find_quotations, find_subjects

__all__ = ["find_losers", "find_quotations", "find_subjects"]
