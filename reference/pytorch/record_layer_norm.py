"""Records in float64, with autograd, a tanh layer with torch.nn.functional.layer_norm of x·W and of h′·RW.

    python3 reference/pytorch/record_layer_norm.py

writes layer-norm.json beside this file. From a random initial state, gradients arriving at every step and at the final state. Arrays
are laid out as Lockstep has them: matrices [from × to], sequences [time × batch × features]. Needs PyTorch, nothing of Lockstep's.
"""

import json
import os

import torch
from torch.nn.functional import layer_norm

SEED = 7
TIME, BATCH, INPUTS, UNITS = 5, 3, 3, 4
EPSILON = 1e-5


def drawn(*shape):
    return (torch.rand(*shape, dtype=torch.float64) * 2 - 1).requires_grad_()


def rows(tensor):
    return tensor.detach().reshape(-1, tensor.shape[-1]).tolist()


def recorded():
    theta = {"W": drawn(INPUTS, UNITS), "RW": drawn(UNITS, UNITS), "b": drawn(1, UNITS), "g": drawn(2, UNITS)}
    x, h0, upstream, dh = drawn(TIME, BATCH, INPUTS), drawn(BATCH, UNITS), drawn(TIME, BATCH, UNITS), drawn(BATCH, UNITS)
    h, steps = h0, []
    for t in range(TIME):
        of_input = layer_norm(x[t] @ theta["W"], (UNITS,), theta["g"][0], None, EPSILON)
        of_state = layer_norm(h @ theta["RW"], (UNITS,), theta["g"][1], None, EPSILON)
        h = torch.tanh(of_input + of_state + theta["b"])
        steps.append(h)
    outputs = torch.stack(steps)
    ((outputs * upstream).sum() + (h * dh).sum()).backward()
    return {
        "by": f"PyTorch {torch.__version__}",
        "seed": SEED,
        "epsilon": EPSILON,
        "x": rows(x),
        "h0": rows(h0),
        "upstream": rows(upstream),
        "dhFinal": rows(dh),
        "parameters": {symbol: rows(value) for symbol, value in theta.items()},
        "outputs": rows(outputs),
        "hFinal": rows(h),
        "dx": rows(x.grad),
        "dh0": rows(h0.grad),
        "gradients": {symbol: rows(value.grad) for symbol, value in theta.items()},
    }


def main():
    torch.manual_seed(SEED)
    record = recorded()
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "layer-norm.json")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        # A field a line.
        file.write("{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(record[key], allow_nan=False)}" for key in record) + "\n}\n")


if __name__ == "__main__":
    main()
