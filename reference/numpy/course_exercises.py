#!/usr/bin/env python3
"""Records what the forward passes of the course exercises give in NumPy, for features/seeds/exercises.feature.

    python3 reference/numpy/course_exercises.py      writes reference/numpy/course_exercises.json

Written from the equations alone, for column vectors: x is [n_x, m, T], states are [n_a, m], outputs [n_y, m].

    rnn    a = tanh(Wax x + Waa a' + ba),  y = softmax(Wya a + by)
    lstm   G = act(W_G [a'; x] + b_G) for each gate;  c = f c' + i g,  a = o tanh(c),  y = softmax(Wy a + by)

    adam   three dense layers, A = relu(W A' + b) twice and sigmoid(W A' + b) once; cost −mean of y log A + (1 − y) log(1 − A);
           m ← β1 m + (1 − β1) g,  v ← β2 v + (1 − β2) g²,  m̂ = m/(1 − β1^t),  v̂ = v/(1 − β2^t), all m and v zero at first, and
           one of  θ ← θ − α m̂/√(v̂ + ε)   θ ← θ − α m̂/(√v̂ + ε)   θ ← θ − α √(1 − β2^t)/(1 − β1^t) m/(√v + ε)

Every array is drawn after numpy.random.seed, in the order in which it is listed. Results are decimal with 17 digits, which
names every double exactly; of the drawn arrays a SHA-256 of their big-endian bits in C order is kept.
"""

import hashlib
import json
import platform
from pathlib import Path

import numpy as np

SEED = 1
N_X, N_A, N_Y, ROWS = 3, 5, 2, 10
RNN_STEPS, LSTM_STEPS = 4, 7

RNN = [
    ("x", (N_X, ROWS, RNN_STEPS)),
    ("a0", (N_A, ROWS)),
    ("Waa", (N_A, N_A)),
    ("Wax", (N_A, N_X)),
    ("Wya", (N_Y, N_A)),
    ("ba", (N_A, 1)),
    ("by", (N_Y, 1)),
]
GATES = [
    (prefix + gate, shape)
    for gate in "fioc"
    for prefix, shape in (("W", (N_A, N_A + N_X)), ("b", (N_A, 1)))
]
HEAD = [("Wy", (N_Y, N_A)), ("by", (N_Y, 1))]
LSTM_CELL = [("x", (N_X, ROWS)), ("a0", (N_A, ROWS)), ("c0", (N_A, ROWS))] + GATES + HEAD
LSTM = [("x", (N_X, ROWS, LSTM_STEPS)), ("a0", (N_A, ROWS))] + GATES + HEAD


def draw(shapes):
    generator = np.random.RandomState(SEED)
    return {name: generator.randn(*shape) for name, shape in shapes}


ADAM_SEED, ADAM_STEPS = 3, 10
SIZES = [4, 5, 3, 1]
SAMPLES = 6
ALPHA, BETA1, BETA2, EPSILON = 0.01, 0.9, 0.999, 1e-8
FORMS = {
    "inside the root": lambda t, m, v: ALPHA * (m / (1 - BETA1**t)) / np.sqrt(v / (1 - BETA2**t) + EPSILON),
    "algorithm 1": lambda t, m, v: ALPHA * (m / (1 - BETA1**t)) / (np.sqrt(v / (1 - BETA2**t)) + EPSILON),
    "reordered": lambda t, m, v: ALPHA * np.sqrt(1 - BETA2**t) / (1 - BETA1**t) * m / (np.sqrt(v) + EPSILON),
}


def draw_stack():
    """The arrays with the texts that draw them."""
    generator = np.random.RandomState(ADAM_SEED)
    drawn = [("x", f"randn({SIZES[0]}, {SAMPLES})", generator.randn(SIZES[0], SAMPLES))]
    drawn.append(("y", f"randint(0, 2, ({SIZES[-1]}, {SAMPLES}))", generator.randint(0, 2, (SIZES[-1], SAMPLES))))
    for layer in range(1, len(SIZES)):
        n, k = SIZES[layer], SIZES[layer - 1]
        drawn.append((f"W{layer}", f"randn({n}, {k}) * 0.5", generator.randn(n, k) * 0.5))
        drawn.append((f"b{layer}", f"randn({n}, 1) * 0.1", generator.randn(n, 1) * 0.1))
    return drawn


def stack_gradients(p, x, y):
    last = len(SIZES) - 1
    a, zs = [x], [None]
    for layer in range(1, last + 1):
        z = p[f"W{layer}"] @ a[-1] + p[f"b{layer}"]
        zs.append(z)
        a.append(sigmoid(z) if layer == last else np.maximum(z, 0))
    gradients = {}
    dz = (a[last] - y) / SAMPLES
    for layer in range(last, 0, -1):
        gradients[f"W{layer}"] = dz @ a[layer - 1].T
        gradients[f"b{layer}"] = dz.sum(axis=1, keepdims=True)
        if layer > 1:
            dz = (p[f"W{layer}"].T @ dz) * (zs[layer - 1] > 0)
    return gradients


def trained(arrays, form):
    p = {name: array.copy() for name, array in arrays.items() if name[0] in "Wb"}
    m = {name: np.zeros_like(array) for name, array in p.items()}
    v = {name: np.zeros_like(array) for name, array in p.items()}
    for t in range(1, ADAM_STEPS + 1):
        for name, g in stack_gradients(p, arrays["x"], arrays["y"]).items():
            m[name] = BETA1 * m[name] + (1 - BETA1) * g
            v[name] = BETA2 * v[name] + (1 - BETA2) * g * g
            p[name] = p[name] - FORMS[form](t, m[name], v[name])
    return p


def adam():
    drawn = draw_stack()
    arrays = {name: array for name, _, array in drawn}
    after = {form: trained(arrays, form) for form in FORMS}
    inside = after["inside the root"]
    return {
        "seed": ADAM_SEED,
        "steps": ADAM_STEPS,
        "drawn": [{"name": name, "draw": text, "sha256": digest(array)} for name, text, array in drawn],
        "inside the root": {name: [[f"{v:.17g}" for v in row] for row in array] for name, array in inside.items()},
        "greatest distance of any parameter": {
            form: f"{max(np.abs(other[name] - inside[name]).max() for name in inside):.17g}"
            for form, other in after.items()
            if other is not inside
        },
    }


def digest(array):
    return hashlib.sha256(np.asarray(array).astype(">f8").tobytes()).hexdigest()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


def rnn(p):
    a, states, outputs = p["a0"], [], []
    for x in np.moveaxis(p["x"], 2, 0):
        a = np.tanh(p["Wax"] @ x + p["Waa"] @ a + p["ba"])
        states.append(a)
        outputs.append(softmax(p["Wya"] @ a + p["by"]))
    return {"a": np.stack(states, 2), "y": np.stack(outputs, 2)}


def lstm(p):
    a = p["a0"]
    c = p.get("c0", np.zeros_like(a))
    x_of_all_steps = p["x"].reshape(N_X, ROWS, -1)
    states, cells, outputs = [], [], []
    for x in np.moveaxis(x_of_all_steps, 2, 0):
        both = np.vstack([a, x])
        f, i, o = (sigmoid(p["W" + gate] @ both + p["b" + gate]) for gate in "fio")
        g = np.tanh(p["Wc"] @ both + p["bc"])
        c = f * c + i * g
        a = o * np.tanh(c)
        states.append(a)
        cells.append(c)
        outputs.append(softmax(p["Wy"] @ a + p["by"]))
    return {"a": np.stack(states, 2), "c": np.stack(cells, 2), "y": np.stack(outputs, 2)}


def exercise(shapes, forward):
    arrays = draw(shapes)
    return {
        "seed": SEED,
        "drawn": [
            {
                "name": name,
                "draw": "randn(" + ", ".join(map(str, shape)) + ")",
                "sha256": digest(arrays[name]),
            }
            for name, shape in shapes
        ],
        "results": {
            name: {"axes": ["unit", "row", "t"], "values": [[[f"{v:.17g}" for v in row] for row in unit] for unit in array]}
            for name, array in forward(arrays).items()
        },
    }


def record():
    return {
        "provenance": {
            "numpy": np.__version__,
            "python": platform.python_version(),
            "libc": " ".join(platform.libc_ver()),
            "machine": platform.machine(),
            "dtype": "float64",
            "seeds": [SEED, ADAM_SEED],
            "command": "python3 reference/numpy/course_exercises.py",
        },
        "rnn_forward": exercise(RNN, rnn),
        "lstm_cell_forward": exercise(LSTM_CELL, lstm),
        "lstm_forward": exercise(LSTM, lstm),
        "adam": adam(),
    }


def layout(value, indent=""):
    """JSON with a line for every list of plain values."""
    inner = indent + "  "
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    if not any(isinstance(entry, (dict, list)) for entry in entries):
        return json.dumps(value)
    if isinstance(value, dict):
        parts = [f"{inner}{json.dumps(key)}: {layout(entry, inner)}" for key, entry in value.items()]
        return "{\n" + ",\n".join(parts) + "\n" + indent + "}"
    return "[\n" + ",\n".join(inner + layout(entry, inner) for entry in value) + "\n" + indent + "]"


if __name__ == "__main__":
    target = Path(__file__).with_name("course_exercises.json")
    target.write_text(layout(record()) + "\n", encoding="utf-8")
