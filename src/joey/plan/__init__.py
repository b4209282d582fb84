"""Catalog x Catalog -> Plan: pure, and no kind is named here."""
