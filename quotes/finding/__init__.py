"""Trees and marks → quotations, by the rules of ``quotes/french/rules``."""

from quotes.finding.find import find_quotations

__all__ = ["find_quotations"]
