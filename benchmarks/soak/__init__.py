"""What the program survives: kills at every point, a full disk, a cut network, fifty people at once.

`python3 run.py soak` runs all of it on one installation in a temporary folder, `run.py soak kill` one part.
`installation.py` starts, kills and looks into it; `acts.py` and `commands.py` say what is being done when the fault
strikes and what must hold afterwards; `matrix.py` strikes.
"""
