"""Brings the runs of a sweep's folder to Weights & Biases or to MLflow, for neither imports TensorBoard's files.

    python examples/track.py sweep wandb     # pip install wandb
    python examples/track.py sweep mlflow    # pip install mlflow
"""

import json
import sys
from pathlib import Path

PROJECT = "norm-playground"


def metrics_by_step(run):
    """Metrics under Keras's names, by the step that they are of; what is not finite is left out."""
    by_step = {}

    def add(step, **values):
        by_step.setdefault(step, {}).update((key, value) for key, value in values.items() if value is not None)

    steps, history = run["steps"], run["history"]
    for step, loss, acc in zip(steps["step"], steps["loss"], steps["acc"]):
        add(step, loss=loss, acc=acc)
    step_at = dict(zip(steps["images"], steps["step"]))
    for images, loss, acc in zip(run["epochs"]["images"], history["val_loss"], history["val_acc"]):
        add(step_at[images], val_loss=loss, val_acc=acc)
    tests = {"test": run["test"], "recalibrated": run.get("recalibrated", {}).get("test")}
    for name, test in tests.items():
        if test:
            add(steps["step"][-1], **{f"{name}_loss": test["loss"], f"{name}_acc": test["acc"]})
    return by_step


def to_wandb(run):
    import wandb

    failed = run["outcome"] != "finished"
    with wandb.init(project=PROJECT, name=run["name"], config=run["experiment"], reinit="finish_previous") as to:
        for step, values in metrics_by_step(run).items():
            to.log(values, step=step)
        to.finish(exit_code=int(failed))


def to_mlflow(run):
    import mlflow

    mlflow.set_experiment(PROJECT)
    with mlflow.start_run(run_name=run["name"]):
        mlflow.log_params(run["experiment"])
        for step, values in metrics_by_step(run).items():
            mlflow.log_metrics(values, step=step)
        mlflow.set_tag("outcome", run["outcome"])


folder, tracker = sys.argv[1:]
for path in sorted(Path(folder, "runs").glob("*.json")):
    {"wandb": to_wandb, "mlflow": to_mlflow}[tracker](json.loads(path.read_text()))
    print(path.stem)
