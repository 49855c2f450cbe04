#!/usr/bin/env python3
"""How far the slips of the documents of the Elman layer and the batch RNN move gradients, in 50-digit decimal arithmetic.

The right gradients are central differences of the error with a step of 1e-15: nobody derived them by hand. The slipped ones are
the documents' formulas. Shares nothing with the Java code; needs nothing but Python's standard library.

    python3 reference/slips.py                   prints the rows of every table, ready to paste
"""

from decimal import Decimal, getcontext

getcontext().prec = 50
D = Decimal
STEP = D("1e-15")

ACTIVATORS = {
    # name: (forward from z, backward from the output)
    "relu": (lambda z: max(D(0), z), lambda h: D(1) if h > 0 else D(0)),
    "identity": (lambda z: z, lambda h: D(1)),
    "sigmoid": (lambda z: 1 / (1 + (-z).exp()), lambda h: h * (1 - h)),
    "tanh": (lambda z: 1 - 2 / (1 + (2 * z).exp()), lambda h: 1 - h * h),
}


def double(text):
    """The double nearest to a decimal, exactly: what the Java code reads."""
    return D(float(text))


def matrix(text):
    return [[double(number) for number in row.split()] for row in text.split(";")]


def zeros(rows, columns):
    return [[D(0)] * columns for _ in range(rows)]


def times(a, v):
    return [sum(a[i][k] * v[k] for k in range(len(v))) for i in range(len(a))]


def transposed(a):
    return [list(column) for column in zip(*a)]


def plus(a, b):
    return [x + y for x, y in zip(a, b)]


def add_outer(a, left, right):
    for i, x in enumerate(left):
        for k, y in enumerate(right):
            a[i][k] += x * y


def slopes(error, rows):
    """The gradient of error() with respect to every entry of the rows."""
    gradient = []
    for row in rows:
        out = []
        for k in range(len(row)):
            kept = row[k]
            row[k] = kept + STEP
            above = error()
            row[k] = kept - STEP
            below = error()
            row[k] = kept
            out.append((above - below) / (2 * STEP))
        gradient.append(out)
    return gradient


def distance(a, b):
    greatest = max(abs(x - y) for p, q in zip(a, b) for x, y in zip(p, q))
    return D(0) if greatest < D("1e-25") else greatest


def written(value):
    return "0" if value == 0 else f"{value:.12e}"


def row(cells):
    print("| " + " | ".join(cells) + " |")


# ---------------------------------------------------------------------------------------------- the Elman layer

ORDINARY = ("0.11 -0.18 0.27; -0.23 0.39 -0.05", "0.6 -0.35; 0.45 0.52")
SMALL = ("0.000031 -0.000058 0.000077; -0.000043 0.000089 -0.000012", "0.000067 -0.000035; -0.000094 0.000052")
ELMAN_X = "1 2 3; 2 3 4; -1 2 0.5; 0.5 -1.5 2; 1.5 0.5 -1; -2 1 3; 1 -0.5 0.25; 0.75 2.5 -1.5; -0.5 1.25 2; 2 0.5 1.5"


class Elman:
    """h_t = f(U x_t + W h_{t-1}) on column vectors; what arrives at the last step is given."""

    def __init__(self, weights, f, steps, arriving=("1", "1"), h0=("0", "0")):
        self.u, self.w = matrix(weights[0]), matrix(weights[1])
        self.x = matrix(ELMAN_X)[:steps]
        self.f, self.slope = ACTIVATORS[f]
        self.arriving = [double(v) for v in arriving]
        self.h0 = [[double(v) for v in h0]]

    def states(self):
        h = [list(self.h0[0])]
        for x in self.x:
            h.append([self.f(z) for z in plus(times(self.u, x), times(self.w, h[-1]))])
        return h

    def error(self):
        return sum(a * h for a, h in zip(self.arriving, self.states()[-1]))

    def right(self):
        return {
            "W": slopes(self.error, self.u),
            "RW": slopes(self.error, self.w),
            "x": slopes(self.error, self.x),
            "h0": slopes(self.error, self.h0),
        }

    def backward(self, slip, h):
        """The document's way back over stored states, which it may change."""
        steps = len(self.x)
        delta = {}
        last = [D(1)] * len(self.arriving) if slip == "no slope at the last step" else [self.slope(v) for v in h[steps]]
        delta[steps] = [a * s for a, s in zip(self.arriving, last)]
        for k in range(steps - 1, 0, -1):
            later = h[k + 1]
            if slip.startswith("overwritten states"):
                h[k + 1] = [self.slope(v) for v in h[k + 1]]
            factor = later if slip == "the state in the place of the slope" else [self.slope(v) for v in h[k]]
            delta[k] = [d * v for d, v in zip(times(transposed(self.w), delta[k + 1]), factor)]
        du, dw = zeros(len(self.u), len(self.u[0])), zeros(len(self.w), len(self.w))
        dx = []
        for t in range(1, steps + 1):
            if slip != "no gradient of U":
                add_outer(du, delta[t], self.x[t - 1])
            add_outer(dw, delta[t], h[t - 1])
            dx.append(times(transposed(self.u), delta[t]))
        return {"W": du, "RW": dw, "x": dx, "h0": [times(transposed(self.w), delta[1])]}

    def slipped(self, slip):
        h = self.states()
        if slip == "overwritten states, on a second way back":
            self.backward(slip, h)
        return self.backward(slip, h)

    def distances(self, slip):
        right, slipped = self.right(), self.slipped(slip)
        return [distance(right[q], slipped[q]) for q in ("W", "RW", "x", "h0")]


ELMAN_SLIPS = [
    "the state in the place of the slope",
    "no slope at the last step",
    "overwritten states",
    "overwritten states, on a second way back",
    "no gradient of U",
]


def elman():
    for slip in ELMAN_SLIPS:
        for name, weights in (("ordinary", ORDINARY), ("small", SMALL)):
            print(f"\nElman layer, {slip}, {name} weights")
            row(["activation", "T", "W", "RW", "x", "h0"])
            for f in ACTIVATORS:
                for steps in range(2, 11) if name == "ordinary" else (2, 3):
                    row([f, str(steps)] + [written(d) for d in Elman(weights, f, steps).distances(slip)])
    print("\nElman layer, from h0 = 0.3, -0.2")
    row(["slip", "activation", "T", "W", "RW", "x", "h0"])
    for slip in ELMAN_SLIPS[:1]:
        for f in ACTIVATORS:
            d = Elman(ORDINARY, f, 2, h0=("0.3", "-0.2")).distances(slip)
            row([slip, f, "2"] + [written(v) for v in d])
    print("\nElman layer, the second run: relu, 1 and 2 arriving, T = 2")
    for name, weights in (("ordinary", ORDINARY), ("small", SMALL)):
        layer = Elman(weights, "relu", 2, arriving=("1", "2"))
        print(name, {q: [[f"{v:.17g}" for v in r] for r in g] for q, g in layer.right().items()})
    print("\nThe document's check: identity, T = 2, dRW as our W is laid out")
    for name, weights in (("ordinary", ORDINARY), ("small", SMALL)):
        g = Elman(weights, "identity", 2).right()["RW"]
        print(name, [[f"{v:.17g}" for v in r] for r in transposed(g)])
    print("\nf'(z_T) at T = 2, tanh")
    for name, weights in (("ordinary", ORDINARY), ("small", SMALL)):
        layer = Elman(weights, "tanh", 2)
        right, slipped = layer.right()["RW"], layer.slipped("no slope at the last step")["RW"]
        print(name, [f"{abs(s / r - 1):.3e}" for p, q in zip(right, slipped) for r, s in zip(p, q)])
    print("\nElman layer, only W is updated: parameters after one step of 0.01 move less by")
    row(["activation", "W", "RW"])
    for f in ACTIVATORS:
        g = Elman(ORDINARY, f, 3).right()
        row([f, written(max(abs(double("0.01") * v) for r in g["W"] for v in r)), "0"])


# ------------------------------------------------------------------------------------------------ the batch RNN


class NumpyUniform:
    """numpy.random.seed(s) and uniform(-1, 1, ...): MT19937 as Matsumoto and Nishimura published it, 53 bits a number."""

    def __init__(self, seed):
        self.state = [seed & 0xFFFFFFFF]
        for i in range(1, 624):
            self.state.append((1812433253 * (self.state[-1] ^ (self.state[-1] >> 30)) + i) & 0xFFFFFFFF)
        self.index = 624

    def word(self):
        if self.index == 624:
            s = self.state
            for i in range(624):
                y = (s[i] & 0x80000000) | (s[(i + 1) % 624] & 0x7FFFFFFF)
                s[i] = s[(i + 397) % 624] ^ (y >> 1) ^ (0x9908B0DF if y & 1 else 0)
            self.index = 0
        y = self.state[self.index]
        self.index += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9D2C5680
        y ^= (y << 15) & 0xEFC60000
        return y ^ (y >> 18)

    def uniform(self):
        a, b = self.word() >> 5, self.word() >> 6
        return D(-1.0 + 2.0 * ((a * 67108864 + b) / 9007199254740992))

    def array(self, *shape):
        if len(shape) == 1:
            return [self.uniform() for _ in range(shape[0])]
        return [self.array(*shape[1:]) for _ in range(shape[0])]


class BatchRnn:
    """h_t = f(x_t U^T + h_{t-1} W^T), y_t = h_t V^T; dy arrives at every step; T = 6, B = 2, I = 3, H = 2."""

    def __init__(self, f="tanh"):
        self.f, self.slope = ACTIVATORS[f]
        self.u = matrix("0.31 -0.48 0.27; -0.53 0.39 -0.15")
        self.w = matrix("0.6 -0.35; 0.45 0.52")
        self.v = matrix("0.4 -0.6; 0.7 0.2; -0.3 0.5")
        generator = NumpyUniform(5)
        self.x = generator.array(6, 2, 3)
        self.dy = generator.array(6, 2, 3)
        self.h0 = [[D(0), D(0)], [D(0), D(0)]]

    def step(self, x, h):
        return [self.f(z) for z in plus(times(self.u, x), times(self.w, h))]

    def states(self):
        h = [[list(r) for r in self.h0]]
        for x in self.x:
            h.append([self.step(x[r], h[-1][r]) for r in range(2)])
        return h

    def window_error(self, start, first, last, weighted):
        """The errors that enter at the weighted steps, reached from given states by the steps first ... last."""
        h, total = start, D(0)
        for t in range(first, last + 1):
            h = [self.step(self.x[t - 1][r], h[r]) for r in range(2)]
            if t in weighted:
                for r in range(2):
                    total += sum(d * y for d, y in zip(self.dy[t - 1][r], times(self.v, h[r])))
        return total

    def windows(self, rule, size):
        """(first step, last step, steps whose errors enter, whether they reach the state before step 1)."""
        if rule == "sliding":
            return [(max(1, t - size), t, {t}, t <= size) for t in range(1, 7)]
        return [
            (a, min(6, a + size - 1), set(range(a, min(6, a + size - 1) + 1)), a == 1) for a in range(1, 7, size)
        ]

    def gradient(self, rule, size):
        """The truncated gradient: in every window the states before it are constants."""
        stored = self.states()
        total = {
            "W": zeros(2, 3), "RW": zeros(2, 2), "W of layer 2": zeros(3, 2),
            "x": zeros(12, 3), "h0": zeros(2, 2),
        }
        for first, last, weighted, reaches in self.windows(rule, size):
            start = self.h0 if first == 1 else stored[first - 1]

            def error():
                return self.window_error(start, first, last, weighted)

            rows = [r for t in range(1, 7) for r in self.x[t - 1]]
            parts = [("W", self.u), ("RW", self.w), ("W of layer 2", self.v), ("x", rows)]
            for name, variables in parts + ([("h0", self.h0)] if reaches else []):
                total[name] = [plus(p, q) for p, q in zip(total[name], slopes(error, variables))]
        return total

    def local_dx(self):
        h = self.states()
        dx = []
        for t in range(1, 7):
            for r in range(2):
                delta = [d * self.slope(v) for d, v in zip(times(transposed(self.v), self.dy[t - 1][r]), h[t][r])]
                dx.append(times(transposed(self.u), delta))
        return dx


def batch_rnn():
    names = ["W", "RW", "W of layer 2", "x", "h0"]
    rnn = BatchRnn()
    full = rnn.gradient("sliding", 6)
    sliding = {k: rnn.gradient("sliding", k) for k in range(7)}
    print("\nBatch RNN, sliding truncation against the whole sequence")
    row(["k"] + names)
    for k in range(7):
        row([str(k)] + [written(distance(sliding[k][q], full[q])) for q in names])
    print("\nBatch RNN, the input gradient of the local step only")
    row(["k", "x"])
    for k in range(7):
        row([str(k), written(distance(sliding[k]["x"], rnn.local_dx()))])
    print("\nBatch RNN, chunks against the whole sequence, and against sliding by one step less than their length")
    row(["length"] + names + ["against sliding:"] + names)
    for length in range(1, 7):
        chunked = rnn.gradient("chunked", length)
        whole = [written(distance(chunked[q], full[q])) for q in names]
        slid = [written(distance(chunked[q], sliding[length - 1][q])) for q in names]
        row([str(length)] + whole + ["|"] + slid)


if __name__ == "__main__":
    elman()
    batch_rnn()
