"""Records torch.nn.RNN(4, 5).double(): two biases, a given initial state, a gradient arriving at every step.

    python3 reference/pytorch/record_rnn.py

writes rnn-two-biases.case.json beside this file. Needs PyTorch, nothing of Lockstep's.
"""

import json
import os
import platform

import torch

SEED = 4
TIME, BATCH, INPUTS, UNITS = 3, 3, 4, 5


def array(tensor, *shape):
    return {"shape": list(shape) or list(tensor.shape), "values": tensor.detach().reshape(-1).tolist()}


def row(bias):
    return array(bias, 1, UNITS)


def main():
    torch.manual_seed(SEED)
    rnn = torch.nn.RNN(INPUTS, UNITS).double()
    x = torch.randn(TIME, BATCH, INPUTS, dtype=torch.float64, requires_grad=True)
    h0 = torch.randn(1, BATCH, UNITS, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(TIME, BATCH, UNITS, dtype=torch.float64)
    outputs, last = rnn(x, h0)
    outputs.backward(upstream)

    # PyTorch's matrices are [units × inputs] and [units × units]; ours are their transposes.
    gradients = {
        "W": array(rnn.weight_ih_l0.grad.t()),
        "RW": array(rnn.weight_hh_l0.grad.t()),
        "b": row(rnn.bias_ih_l0.grad),
        "rb": row(rnn.bias_hh_l0.grad),
    }
    layer = {"kind": "SimpleRnn", "name": "rnn", "inputs": INPUTS, "units": UNITS, "activation": "tanh", "bias": "two"}
    observations = [
        {"kind": "outputs", "layer": "rnn", **array(outputs)},
        {"kind": "final h", "layer": "rnn", **array(last[0])},
        *({"kind": "gradient", "layer": "rnn", "part": part, **values} for part, values in gradients.items()),
        {"kind": "dx", **array(x.grad)},
        {"kind": "dh0", "layer": "rnn", **array(h0.grad[0])},
    ]
    case = {
        "format": 1,
        "name": "nn.RNN(4, 5) with two biases",
        "network": [layer],
        "weights": {
            "rnn": {
                "W": array(rnn.weight_ih_l0.t()),
                "RW": array(rnn.weight_hh_l0.t()),
                "b": row(rnn.bias_ih_l0),
                "rb": row(rnn.bias_hh_l0),
            }
        },
        "input": array(x),
        "initialStates": {"rnn": {"h": array(h0[0])}},
        "objective": {"kind": "upstream", "outputs": array(upstream)},
        "observed": ["outputs", "final h", "gradient", "dx", "dh0"],
        "observations": observations,
        "provenance": {
            "framework": "PyTorch",
            "version": torch.__version__,
            "dtype": "float64",
            "seed": SEED,
            "command": "python3 reference/pytorch/record_rnn.py",
            "python": platform.python_version(),
        },
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rnn-two-biases.case.json")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        # A field a line, arrays on one line.
        file.write("{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(case[key], allow_nan=False)}" for key in case) + "\n}\n")


if __name__ == "__main__":
    main()
