"""Quotations → what people see: tables, charts, files."""
