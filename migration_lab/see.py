"""The widgets by the names of what they show: `see.schema(lab)`, `see.history(lab)`, …

Each function loads its widget when it is called: ipywidgets is heavy, and only notebooks need it.
"""
