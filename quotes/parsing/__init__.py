"""Sentences → trees. The only package that imports stanza and torch; it does so when a Parser is made."""
