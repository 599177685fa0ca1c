"""Diagrams as mermaid text, made from values: JupyterLab draws them itself, without network."""
