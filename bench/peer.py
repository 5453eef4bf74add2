"""What the Python ends of the bench have alike: one JSON request a line on standard input, one answer a line out."""
import json
import sys
import time


def timed(step, milliseconds):
    """Milliseconds a step, after one that compiles and one that warms up."""
    step()
    step()
    steps, start = 0, time.perf_counter()
    while steps == 0 or time.perf_counter() - start < milliseconds / 1000:
        step()
        steps += 1
    return (time.perf_counter() - start) * 1000 / steps


# What both have written down: another norm or other weights would be timed as one of these.
HAS = {"norm": ["batch", "group"], "weights": ["plain", "standardized"]}


def check(cell):
    for setting, known in HAS.items():
        if cell[setting] not in known:
            raise ValueError(f"{setting} {cell[setting]}: only {' and '.join(known)} are here")


def serve(time_steps):
    """`time_steps(cell, threads, milliseconds)` answers with milliseconds a step, and more to tell."""
    for line in sys.stdin:
        request = json.loads(line)
        try:
            check(request["cell"])
            ms, more = time_steps(request["cell"], request["threads"], request["milliseconds"])
            answer = {"kind": "steps", "msPerStep": ms, **more}
        except Exception as error:  # a cell that it cannot train: also PyTorch has no batch norm of a single number
            answer = {"kind": "failed", "why": f"{error}".splitlines()[0]}
        print(json.dumps(answer), flush=True)
