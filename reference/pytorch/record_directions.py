"""Records in float64, with autograd, what Lockstep's layers compute beyond one plain direction.

    python3 reference/pytorch/record_directions.py

writes directions.json beside this file: LSTM and GRU over packed sequences (rows end early: the mask that carries states over),
a bidirectional LSTM over packed sequences, and a tanh layer with torch.nn.functional.layer_norm of x·W and of h′·RW. From random
initial states, gradients arriving at every step that counts and at the final states. Arrays are laid out as Lockstep has them:
matrices [from × to], sequences [time × batch × features]. Needs PyTorch, nothing of Lockstep's.
"""

import json
import os

import torch
from torch.nn.functional import layer_norm
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

SEED = 7
TIME, BATCH, INPUTS, UNITS = 5, 3, 3, 4
LENGTHS = [5, 3, 1]
EPSILON = 1e-5


def drawn(*shape):
    return (torch.rand(*shape, dtype=torch.float64) * 2 - 1).requires_grad_()


def rows(tensor):
    return tensor.detach().reshape(-1, tensor.shape[-1]).tolist()


def mask():
    return torch.tensor([[1.0 if t < length else 0.0 for length in LENGTHS] for t in range(TIME)], dtype=torch.float64)


def packed(name, kind, directions):
    """torch.nn.LSTM or torch.nn.GRU over packed sequences. An LSTM's second bias is zero, as Lockstep's has one."""
    module = kind(INPUTS, UNITS, bidirectional=directions == 2).double()
    own = {}
    names = [("", "layer")] if directions == 1 else [("", "layer.forward"), ("_reverse", "layer.reverse")]
    for suffix, part in names:
        own[part] = {
            "W": getattr(module, "weight_ih_l0" + suffix),
            "RW": getattr(module, "weight_hh_l0" + suffix),
            "b": getattr(module, "bias_ih_l0" + suffix),
            "rb": getattr(module, "bias_hh_l0" + suffix),
        }
    lstm = kind is torch.nn.LSTM
    with torch.no_grad():
        for symbols in own.values():
            for symbol, parameter in symbols.items():
                parameter.copy_(drawn(*parameter.shape) * (0 if lstm and symbol == "rb" else 1))
    x, h0, c0 = drawn(TIME, BATCH, INPUTS), drawn(directions, BATCH, UNITS), drawn(directions, BATCH, UNITS)
    upstream = drawn(TIME, BATCH, directions * UNITS) * mask().unsqueeze(2)
    dh, dc = drawn(directions, BATCH, UNITS), drawn(directions, BATCH, UNITS)
    run, last = module(pack_padded_sequence(x, LENGTHS), (h0, c0) if lstm else h0)
    outputs, _ = pad_packed_sequence(run, total_length=TIME)
    h, c = last if lstm else (last, None)
    total = (outputs * upstream).sum() + (h * dh).sum() + ((c * dc).sum() if lstm else 0)
    total.backward()
    parts = list(own)
    states = {"h0": h0, "dhFinal": dh, "hFinal": h, "dh0": h0.grad}
    if lstm:
        states.update({"c0": c0, "dcFinal": dc, "cFinal": c, "dc0": c0.grad})

    def transposed(part, read):
        # parameters are [gates·units × from] there, biases plain vectors
        kept = {symbol: value for symbol, value in own[part].items() if not (lstm and symbol == "rb")}
        return {symbol: rows(read(value).t() if value.dim() == 2 else read(value)) for symbol, value in kept.items()}

    return {
        "name": name,
        "mask": rows(mask().unsqueeze(2)),
        "x": rows(x),
        "upstream": rows(upstream),
        "outputs": rows(outputs),
        "dx": rows(x.grad),
        "parameters": {part: transposed(part, lambda value: value) for part in parts},
        "gradients": {part: transposed(part, lambda value: value.grad) for part in parts},
        "states": {part: {key: rows(value[k]) for key, value in states.items()} for k, part in enumerate(parts)},
    }


def normalised(name):
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
        "name": name,
        "epsilon": EPSILON,
        "mask": rows(torch.ones(TIME, BATCH, 1)),
        "x": rows(x),
        "upstream": rows(upstream),
        "outputs": rows(outputs),
        "dx": rows(x.grad),
        "parameters": {"layer": {symbol: rows(value) for symbol, value in theta.items()}},
        "gradients": {"layer": {symbol: rows(value.grad) for symbol, value in theta.items()}},
        "states": {"layer": {"h0": rows(h0), "dhFinal": rows(dh), "hFinal": rows(h), "dh0": rows(h0.grad)}},
    }


def main():
    torch.manual_seed(SEED)
    records = [
        packed("LSTM, packed", torch.nn.LSTM, 1),
        packed("GRU, packed", torch.nn.GRU, 1),
        packed("bidirectional LSTM, packed", torch.nn.LSTM, 2),
        normalised("SimpleRnn, layer normalisation"),
    ]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "directions.json")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        # A record a line.
        lines = ",\n".join("  " + json.dumps(record, allow_nan=False) for record in records)
        file.write(f'{{"by": "PyTorch {torch.__version__}", "seed": {SEED}, "records": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
