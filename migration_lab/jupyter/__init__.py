"""Our JupyterLab: started on the desk, quiet, local, with the lab's kernel and no other."""
