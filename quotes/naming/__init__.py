"""Mentions → people, within a document."""

from quotes.naming.resolve import attribute

__all__ = ["attribute"]
