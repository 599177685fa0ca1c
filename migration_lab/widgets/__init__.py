"""The dress of the values in a notebook: the only room that opens the door of ipywidgets."""
