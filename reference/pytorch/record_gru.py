"""Records GRUs in float64: from a given random state, a gradient arriving at every step.

    python3 reference/pytorch/record_gru.py

writes gru-….case.json beside this file: reset after the product by torch.nn.GRU, with two biases, one (its second is zero) and
none; reset before the product, which torch.nn.GRU does not have, by torch operations and autograd. Needs PyTorch, nothing of
Lockstep's.
"""

import json
import os
import platform

import torch

SEED = 6
TIME, BATCH, INPUTS, UNITS = 4, 3, 4, 5
BIASES = {"none": [], "one": ["b"], "two": ["b", "rb"]}


def array(tensor, *shape):
    return {"shape": list(shape) or list(tensor.shape), "values": tensor.detach().reshape(-1).tolist()}


def drawn(*shape):
    return (torch.rand(*shape, dtype=torch.float64) * 2 - 1).requires_grad_()


def by_module(theta, x, h0, upstream):
    """torch.nn.GRU, whose matrices are [3·units × inputs]; ours are their transposes, with the same order r z n."""
    gru = torch.nn.GRU(INPUTS, UNITS, bias="b" in theta).double()
    own = {"W": gru.weight_ih_l0, "RW": gru.weight_hh_l0}
    if "b" in theta:
        own["b"] = gru.bias_ih_l0
        own["rb"] = gru.bias_hh_l0
    with torch.no_grad():
        for symbol, parameter in own.items():
            parameter.copy_(theta[symbol].t() if symbol in theta else torch.zeros(3 * UNITS))
    outputs, _ = gru(x, h0.unsqueeze(0))
    outputs.backward(upstream)
    return outputs, {symbol: own[symbol].grad.t() for symbol in theta}


def by_operations(theta, x, h0, upstream):
    """n = tanh(x·Wn + bn + (r ⊙ h′)·RWn + rbn), written down."""
    zero = torch.zeros(3 * UNITS, dtype=torch.float64)
    rw = theta["RW"].split(UNITS, 1)
    rb = theta.get("rb", zero).split(UNITS)
    h, steps = h0, []
    for t in range(TIME):
        r, z, n = (x[t] @ theta["W"] + theta.get("b", zero)).split(UNITS, 1)
        r = torch.sigmoid(r + h @ rw[0] + rb[0])
        z = torch.sigmoid(z + h @ rw[1] + rb[1])
        n = torch.tanh(n + (r * h) @ rw[2] + rb[2])
        h = (1 - z) * n + z * h
        steps.append(h)
    outputs = torch.stack(steps)
    outputs.backward(upstream)
    return outputs, {symbol: value.grad for symbol, value in theta.items()}


def record(reset, bias):
    torch.manual_seed(SEED)
    theta = {"W": drawn(INPUTS, 3 * UNITS), "RW": drawn(UNITS, 3 * UNITS)}
    theta.update({symbol: drawn(3 * UNITS) for symbol in BIASES[bias]})
    x, h0, upstream = drawn(TIME, BATCH, INPUTS), drawn(BATCH, UNITS), drawn(TIME, BATCH, UNITS)
    compute = by_module if reset == "after product" else by_operations
    outputs, gradients = compute(theta, x, h0, upstream.detach())

    def rows(tensor):
        return array(tensor) if tensor.dim() == 2 else array(tensor, 1, 3 * UNITS)

    layer = {
        "kind": "GRU", "name": "gru", "inputs": INPUTS, "units": UNITS, "activation": "tanh", "reset": reset, "bias": bias
    }
    name = f"gru-reset-{reset.split()[0]}-{bias}"
    case = {
        "format": 1,
        "name": f"GRU, reset {reset}, biases: {bias}",
        "network": [layer],
        "weights": {"gru": {symbol: rows(value) for symbol, value in theta.items()}},
        "input": array(x),
        "initialStates": {"gru": {"h": array(h0)}},
        "objective": {"kind": "upstream", "outputs": array(upstream)},
        "observed": ["outputs", "final h", "gradient", "dx", "dh0"],
        "observations": [
            {"kind": "outputs", "layer": "gru", **array(outputs)},
            {"kind": "final h", "layer": "gru", **array(outputs[-1])},
            *({"kind": "gradient", "layer": "gru", "part": part, **rows(value)} for part, value in gradients.items()),
            {"kind": "dx", **array(x.grad)},
            {"kind": "dh0", "layer": "gru", **array(h0.grad)},
        ],
        "provenance": {
            "framework": "PyTorch",
            "version": torch.__version__,
            "dtype": "float64",
            "seed": SEED,
            "by": "torch.nn.GRU" if reset == "after product" else "torch operations and autograd",
            "command": "python3 reference/pytorch/record_gru.py",
            "python": platform.python_version(),
        },
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".case.json")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        # A field a line, arrays on one line.
        file.write("{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(case[key], allow_nan=False)}" for key in case) + "\n}\n")


def main():
    for reset in ("after product", "before product"):
        for bias in BIASES:
            record(reset, bias)


if __name__ == "__main__":
    main()
