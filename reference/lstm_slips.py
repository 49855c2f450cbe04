#!/usr/bin/env python3
"""Computes what the slips of the LSTM document move, in 50-digit decimal arithmetic (features/seeds/lstm.feature).

It shares nothing with the Java code: plain lists, column vectors and names as in the document. The right gradients are
central differences with a step of 1e-15, which 50 digits resolve to some 30; nobody derived them by hand. The slipped ones
are the document's formulas. Needs nothing but Python's standard library.

    python3 reference/lstm_slips.py              prints every table, and checks the formulas without slips
"""

from decimal import Decimal, getcontext

getcontext().prec = 50
D = Decimal

GATES = "ifgo"  # g is the document's c with a tilde, whose matrices it calls Wch, Wcx, bc
SCALES = ("1e-4", "1e-2", "1e-1", "1")
CELL, BIASES, LAST, SLOPES = "cell path", "biases", "last input", "activator"


def sigmoid(z):
    return 1 / (1 + (-z).exp())


def tanh(z):
    return 1 - 2 / (1 + (2 * z).exp())


def identity(z):
    return z


SLOPE = {  # from z and a = act(z)
    sigmoid: lambda z, a: a * (1 - a),
    tanh: lambda z, a: 1 - a * a,
    identity: lambda z, a: D(1),
}

WX = {
    "i": "0.7 -0.95 0.3; -0.3 0.5 -0.12",
    "f": "0.45 -0.8 0.4; -0.6 0.9 -0.35",
    "g": "0.9 -0.55 -0.25; -0.5 0.75 -0.15",
    "o": "-0.85 0.65 0.25; 0.35 -0.7 0.28",
}
WH = {
    "i": "-0.4 0.7; 0.1 -0.6",
    "f": "0.6 -0.3; 0.2 0.5",
    "g": "0.8 0.25; -0.45 0.3",
    "o": "0.15 -0.9; 0.55 -0.2",
}
B = {"i": "0.1; -0.2", "f": "0.6; 0.3", "g": "-0.15; 0.25", "o": "0.05; -0.1"}


def matrix(text, scale=D(1)):
    return [[D(v) * scale for v in row.split()] for row in text.split(";")]


def layer(scale, biases=False):
    """Matrices by gate: of x, of h, bias."""
    return {
        g: (matrix(WX[g], scale), matrix(WH[g], scale), matrix(B[g] if biases else "0; 0", scale)) for g in GATES
    }


def data(steps):
    """The document's inputs (1, 2, 3), (2, 3, 4), and so on."""
    return [[D(t), D(t + 1), D(t + 2)] for t in range(1, steps + 1)]


def times(w, v):
    return [sum(a * b for a, b in zip(row, v)) for row in w]


def forward(p, xs, phi=tanh, h=None, c=None):
    """Everything that each step computes."""
    h, c = h or [D(0)] * 2, c or [D(0)] * 2
    steps = []
    for x in xs:
        z, a = {}, {}
        for g in GATES:
            wx, wh, b = p[g]
            z[g] = [u + v + w[0] for u, v, w in zip(times(wh, h), times(wx, x), b)]
            a[g] = [(phi if g == "g" else sigmoid)(v) for v in z[g]]
        before = (h, c)
        c = [f * c_ + i * g for f, c_, i, g in zip(a["f"], c, a["i"], a["g"])]
        h = [o * phi(v) for o, v in zip(a["o"], c)]
        steps.append({"x": x, "h_": before[0], "c_": before[1], "z": z, "a": a, "c": c, "h": h})
    return steps


def outer(d, v):
    return [[a * b for b in v] for a in d]


def add(a, b):
    return [[x + y for x, y in zip(r, s)] for r, s in zip(a, b)]


def document(p, xs, slips=(), phi=tanh):
    """The document's backward pass from a sensitivity 1, 1 on the last h."""
    steps = forward(p, xs, phi)
    slope = SLOPE[tanh if SLOPES in slips else phi]
    gradient = {k + "." + g: None for k in ("W", "RW", "b") for g in GATES}
    gradient["x"] = []

    def collect(name, value):
        gradient[name] = value if gradient[name] is None else add(gradient[name], value)

    dh, dc_later = [D(1), D(1)], [D(0), D(0)]
    for t in range(len(xs) - 1, -1, -1):
        s = steps[t]
        a = s["a"]
        out = [phi(v) for v in s["c"]]
        dc = [d * o * slope(c, y) + l for d, o, c, y, l in zip(dh, a["o"], s["c"], out, dc_later)]
        delta = {
            "o": [d * y * SLOPE[sigmoid](None, o) for d, y, o in zip(dh, out, a["o"])],
            "f": [d * c * SLOPE[sigmoid](None, f) for d, c, f in zip(dc, s["c_"], a["f"])],
            "i": [d * g * SLOPE[sigmoid](None, i) for d, g, i in zip(dc, a["g"], a["i"])],
            "g": [d * i * slope(z, g) for d, i, z, g in zip(dc, a["i"], s["z"]["g"], a["g"])],
        }
        dh, dx = [D(0)] * 2, [D(0)] * 3
        for g in GATES:
            wx, wh, _ = p[g]
            collect("RW." + g, outer(delta[g], s["h_"]))
            collect("b." + g, [[d] for d in delta[g]])
            if LAST not in slips or t == len(xs) - 1:
                collect("W." + g, outer(delta[g], s["x"]))
            dh = [d + sum(delta[g][k] * wh[k][j] for k in range(2)) for j, d in enumerate(dh)]
            dx = [d + sum(delta[g][k] * wx[k][j] for k in range(2)) for j, d in enumerate(dx)]
        gradient["x"].insert(0, dx)
        dc_later = [D(0)] * 2 if CELL in slips else [d * f for d, f in zip(dc, a["f"])]
    gradient["h0"], gradient["c0"] = [dh], [dc_later]
    if BIASES in slips:
        gradient["b.i"] = gradient["b.o"] = gradient["b.f"]
    return gradient


def right(p, xs, phi=tanh):
    """Central differences of the sum of the last h."""
    xs = [list(x) for x in xs]
    starts = {"h0": [[D(0), D(0)]], "c0": [[D(0), D(0)]]}
    step = D("1e-15")

    def error():
        return sum(forward(p, xs, phi, starts["h0"][0], starts["c0"][0])[-1]["h"])

    def slopes(rows):
        gradient = [list(row) for row in rows]
        for j, row in enumerate(rows):
            for k, kept in enumerate(row):
                row[k] = kept + step
                above = error()
                row[k] = kept - step
                below = error()
                row[k] = kept
                gradient[j][k] = (above - below) / (2 * step)
        return gradient

    found = {}
    for position, name in enumerate(("W", "RW", "b")):
        for g in GATES:
            found[name + "." + g] = slopes(p[g][position])
    found["x"] = slopes(xs)
    found.update({name: slopes(rows) for name, rows in starts.items()})
    return found


def distance(a, b):
    return max(abs(x - y) for r, s in zip(a, b) for x, y in zip(r, s))


def shares(slipped, true):
    """The greatest distance, entry by entry, as a share of the right value there."""
    return max(abs(x - y) / abs(y) for r, s in zip(slipped, true) for x, y in zip(r, s) if y)


def cell(value):
    """0 is what only the truncation of the central differences separates."""
    return "0" if value < D("1e-25") else f"{value:.11e}"


def row(slip, p, xs, phi=tanh, first="", names=None):
    true = right(p, xs, phi)
    mended = document(p, xs, (), phi)
    for name in true:
        if distance(mended[name], true[name]) > D("1e-25"):
            raise SystemExit(f"the document without slips is wrong in {name}: {distance(mended[name], true[name])}")
    slipped = document(p, xs, (slip,), phi)
    names = names or list(true)
    cells = [cell(distance(slipped[name], true[name])) for name in names]
    print("| " + " | ".join([first] * bool(first) + cells) + " |")
    return {name: shares(slipped[name], true[name]) for name in names if cell(distance(slipped[name], true[name])) != "0"}


def table(slip, title):
    """By number of steps and scale of the weights, all gradients."""
    names = list(right(layer(D(1)), data(1)))
    print(f"\n{title}: greatest distance from the right gradients\n| T | scale | " + " | ".join(names) + " |")
    percent = {}
    for steps in range(1, 6):
        for scale in SCALES:
            percent[steps, scale] = row(slip, layer(D(scale)), data(steps), first=f"{steps} | {scale}")
    print("The same as greatest share of the right entry, in per cent")
    for (steps, scale), by_name in percent.items():
        print(f"T = {steps}, ±{scale}: " + ", ".join(f"{n} {100 * v:.1f}" for n, v in by_name.items()))


def check(slip, steps, scale):
    """The document's own check: Wfh, a step of 1e-3, error the sum of the last h; both numbers with 6 decimals."""
    p, xs, step = layer(D(scale)), data(steps), D("1e-3")
    found = document(p, xs, (slip,))["RW.f"]
    wfh, notices, greatest = p["f"][1], False, D(0)
    for j in range(2):
        for k in range(2):
            kept = wfh[j][k]
            wfh[j][k] = kept + step
            above = sum(forward(p, xs)[-1]["h"])
            wfh[j][k] = kept - step
            below = sum(forward(p, xs)[-1]["h"])
            wfh[j][k] = kept
            expected = (above - below) / (2 * step)
            printed = D("1e-6")
            notices |= found[j][k].quantize(printed) != expected.quantize(printed)
            greatest = max(greatest, abs(found[j][k]))
    return f"T = {steps}, ±{scale}: {'notices' if notices else 'does not notice'}, greatest entry {greatest:.2e}"


def main():
    print("Forward pass with biases, scale 1, document's data: h and the last c")
    steps = forward(layer(D(1), True), data(3))
    for t, step in enumerate(steps, start=1):
        print(f"| {t} | " + " | ".join(f"{v:.15f}" for v in step["h"]) + " |")
    print("| " + " | ".join(f"{v:.15f}" for v in steps[-1]["c"]) + " |")
    small = forward(layer(D("1e-4")), [[v / 10 for v in x] for x in data(2)])
    print("h at ±1e-4, with a tenth of the inputs")
    for t, step in enumerate(small, start=1):
        print(f"| {t} | " + " | ".join(f"{v:.16e}" for v in step["h"]) + " |")
    reach = {g: max(abs(v) for step in forward(layer(D(1)), data(5)) for v in step["z"][g]) for g in GATES}
    print("Greatest |z| at T = 5, scale 1: " + ", ".join(f"{g} {v:.2f}" for g, v in reach.items()))

    table(CELL, "The cell path dropped")
    table(BIASES, "The biases of i and o taken from f")
    table(LAST, "Input weights of the last step only")
    names = list(right(layer(D(1)), data(1)))
    print("\nThe activator of backward ignored, scale 1\n| φ | T | " + " | ".join(names) + " |")
    for phi in (tanh, identity, sigmoid):
        for steps in (1, 2, 3):
            row(SLOPES, layer(D(1)), data(steps), phi, f"{phi.__name__} | {steps}")
    for slip in (CELL, BIASES, LAST, SLOPES):
        print(f"\nThe document's own check and the slip \"{slip}\"")
        for steps in range(2, 6):
            for scale in SCALES:
                print(check(slip, steps, scale))


if __name__ == "__main__":
    main()
