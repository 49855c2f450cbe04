#!/usr/bin/env python3
"""Computes the expected numbers that features quote, in 50-digit decimal arithmetic.

It shares nothing with the Java code: plain lists, the textbook equations, gradients by central differences with a step of
1e-15, which 50 digits resolve to some 30. Needs nothing but Python's standard library.

    python3 reference/fifty_digits.py            prints every table, ready to paste
"""

from decimal import Decimal, getcontext

getcontext().prec = 50
D = Decimal


def exp(z):
    return z.exp()


def sigmoid(z):
    return 1 / (1 + exp(-z))


def tanh(z):
    return 1 - 2 / (1 + exp(2 * z))


def identity(z):
    return z


def numbers(text):
    return [D(part) for part in text.split()]


def simple_rnn(p, xs, h, act=tanh):
    """h = act(x W + h' RW + b); p = (W, RW, b), lists of rows."""
    w, rw, b = p
    states = []
    for x in xs:
        h = [
            act(
                sum(x[k] * w[k][j] for k in range(len(x)))
                + sum(h[k] * rw[k][j] for k in range(len(h)))
                + b[j]
            )
            for j in range(len(b))
        ]
        states.append(h)
    return states


def lstm(p, xs, h, c, peephole=None, act=tanh, gate=sigmoid, rb=None):
    """Columns of W, RW, b, rb are the gates i f g o, each with all units; peephole has the rows i, f, o."""
    w, rw, b = p
    units = len(h)
    rb = rb or [D(0)] * (4 * units)
    states = []
    for x in xs:
        z = [
            (sum(x[k] * w[k][j] for k in range(len(x))) + b[j])
            + (sum(h[k] * rw[k][j] for k in range(units)) + rb[j])
            for j in range(4 * units)
        ]
        look = peephole or [[D(0)] * units] * 3
        i = [gate(z[u] + look[0][u] * c[u]) for u in range(units)]
        f = [gate(z[units + u] + look[1][u] * c[u]) for u in range(units)]
        g = [act(z[2 * units + u]) for u in range(units)]
        c = [f[u] * c[u] + i[u] * g[u] for u in range(units)]
        o = [gate(z[3 * units + u] + look[2][u] * c[u]) for u in range(units)]
        h = [o[u] * act(c[u]) for u in range(units)]
        states.append(h)
    return states, c


def slopes(loss, rows):
    """The gradient of loss() with respect to every entry of the rows, by central differences."""
    step = D("1e-15")
    gradient = []
    for row in rows:
        out = []
        for k in range(len(row)):
            kept = row[k]
            row[k] = kept + step
            above = loss()
            row[k] = kept - step
            below = loss()
            row[k] = kept
            out.append((above - below) / (2 * step))
        gradient.append(out)
    return gradient


def show(title, names, rows, first="t", labels=None):
    print("\n" + title)
    print("| " + " | ".join([first] + names) + " |")
    for t, row in enumerate(rows):
        label = labels[t] if labels else str(t + 1)
        print("| " + " | ".join([label] + [f"{v:.15f}" for v in row]) + " |")


def lstm_weights():
    """The two-unit LSTM of features/forward/lstm.feature; gates in the order i f g o."""
    w = [numbers("0.5 -0.3  0.2 0.4  0.7 -0.4  -0.6 0.1")]
    rw = [
        numbers("0.1 0.4  -0.5 0.3  0.6 -0.4  0.2 -0.1"),
        numbers("-0.2 0.3  0.6 -0.1  -0.3 0.8  0.5 0.2"),
    ]
    b = numbers("0.0 0.1  1.0 1.0  0.2 0.0  0.0 -0.1")
    return w, rw, b


def second_bias():
    """rb of features/forward/lstm.feature, in the order i f g o."""
    return numbers("0.3 -0.2  -0.4 0.2  0.1 0.35  -0.15 0.25")


def peephole_weights():
    return [numbers("0.3 -0.6"), numbers("-0.4 0.5"), numbers("0.7 -0.2")]


def rnn_weights():
    """The two-unit SimpleRnn of features/forward/simple-rnn.feature."""
    w = [numbers("0.5 -0.3"), numbers("-0.2 0.7")]
    rw = [numbers("0.4 -0.6"), numbers("0.1 0.3")]
    b = numbers("0.1 -0.2")
    return w, rw, b


def column(text):
    return [[v] for v in numbers(text)]


def rnn_input():
    return [numbers("1.0 0.5"), numbers("-0.5 0.25"), numbers("2.0 -1.0")]


def optimizer_tables():
    given = numbers("0.1 -0.2 0.3")
    one = D(1)

    def run(step, slots, gradients=given):
        theta, rows = D("0.5"), []
        for t, g in enumerate(gradients, start=1):
            theta, slots = step(t, theta, g, slots)
            rows.append(list(slots) + [theta])
        return rows

    def adam(form, gradients=given, alpha=D("0.1"), eps=D("0.01")):
        b1, b2 = D("0.9"), D("0.999")

        def step(t, theta, g, slots):
            m, v = slots
            m = b1 * m + (one - b1) * g
            v = b2 * v + (one - b2) * g * g
            m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
            if form == "reordered":
                alpha_t = alpha * (1 - b2**t).sqrt() / (1 - b1**t)
                theta -= alpha_t * m / (v.sqrt() + eps)
            elif form == "algorithm 1":
                theta -= alpha * m_hat / (v_hat.sqrt() + eps)
            else:
                theta -= alpha * m_hat / (v_hat + eps).sqrt()
            return theta, (m, v)

        return run(step, (D(0), D(0)), gradients)

    def rms(start, inside):
        alpha, rho, eps = D("0.1"), D("0.9"), D("0.02")

        def step(t, theta, g, slots):
            s = rho * slots[0] + (1 - rho) * g * g
            root = (s + eps).sqrt() if inside else s.sqrt() + eps
            return theta - alpha * g / root, (s,)

        return run(step, (start * eps,))

    def ada_grad(start, inside):
        alpha, eps = D("0.1"), D("0.02")

        def step(t, theta, g, slots):
            s = slots[0] + g * g
            root = (s + eps).sqrt() if inside else s.sqrt() + eps
            return theta - alpha * g / root, (s,)

        return run(step, (start * eps,))

    def nesterov():
        alpha, mu = D("0.1"), D("0.9")

        def step(t, theta, g, slots):
            old = slots[0]
            v = mu * old - alpha * g
            return theta - mu * old + (1 + mu) * v, (v,)

        return run(step, (D(0),))

    def look_ahead():
        """The gradients are given, so looking ahead does not change them; θ moves by v alone."""
        alpha, mu = D("0.1"), D("0.9")

        def step(t, theta, g, slots):
            v = mu * slots[0] - alpha * g
            return theta + v, (v,)

        return run(step, (D(0),))

    def look_ahead_on_a_parabola():
        """∂L/∂θ = 2·(θ + μ·v′ − 2), whatever gradients are given."""
        alpha, mu = D("0.1"), D("0.7")

        def step(t, theta, g, slots):
            v = mu * slots[0] - alpha * 2 * (theta + mu * slots[0] - 2)
            return theta + v, (v,)

        return run(step, (D(0),))

    def rms_added():
        """As published, but ε is added to the quotient, as code without brackets has it."""
        alpha, rho, eps = D("0.1"), D("0.9"), D("0.02")

        def step(t, theta, g, slots):
            s = rho * slots[0] + (1 - rho) * g * g
            return theta - (alpha * g / s.sqrt() + eps), (s,)

        return run(step, (D(0),))

    def look_ahead_rms(placement, slope=lambda at: 2 * (at - 2)):
        """RMSProp with look-ahead momentum on L = (θ − 2)²: ∂L/∂θ is taken at θ + μ·v′; given gradients do not matter."""
        alpha, rho, mu, eps = D("0.1"), D("0.5"), D("0.8"), D("0.02")

        def step(t, theta, _, slots):
            s, v = slots
            g = slope(theta + mu * v)
            s = rho * s + (1 - rho) * g * g
            if placement == "inside the root":
                move = alpha * g / (s + eps).sqrt()
            elif placement == "outside the root":
                move = alpha * g / (s.sqrt() + eps)
            else:
                move = alpha * g / s.sqrt() + eps
            v = mu * v - move
            return theta + v, (s, v)

        return run(step, (D(0), D(0)))

    def sgd():
        return run(lambda t, theta, g, slots: (theta - D("0.1") * g, ()), ())

    for form in ("reordered", "algorithm 1", "inside the root"):
        show("Adam, " + form, ["m", "v", "θ"], adam(form))
    small = numbers("1e-4 -2e-4 3e-4")
    courses = {}
    for form in ("inside the root", "algorithm 1", "reordered"):
        courses[form] = adam(form, small, D("0.01"), D("1e-8"))
        # v is of the size of 1e-11, so the number of decimals is not enough here.
        print(f"\nAdam, {form}, α = 0.01, ε = 1e-8, gradients 1e-4 -2e-4 3e-4: m, v, θ")
        for row in courses[form]:
            print("  " + "  ".join(f"{value:.17g}" for value in row))
    for form in ("algorithm 1", "reordered"):
        distance = abs(courses[form][-1][-1] - courses["inside the root"][-1][-1])
        print(f"  distance of θ after step 3 from ε inside the root, {form}: {distance:.17g}")
    show("RmsProp, as Deeplearning4j", ["s", "θ"], rms(D(1), False))
    show("RmsProp, as published", ["s", "θ"], rms(D(0), False))
    show("RmsProp, ε inside the root", ["s", "θ"], rms(D(0), True))
    show("AdaGrad, as Deeplearning4j", ["s", "θ"], ada_grad(D(1), False))
    show("AdaGrad, as published", ["s", "θ"], ada_grad(D(0), False))
    show("AdaGrad, ε inside the root", ["s", "θ"], ada_grad(D(0), True))
    show("Nesterov, reformulated", ["v", "θ"], nesterov())
    show("Nesterov, look-ahead", ["v", "θ"], look_ahead())
    show("Nesterov, look-ahead on (θ − 2)², μ = 0.7", ["v", "θ"], look_ahead_on_a_parabola())
    show("RmsProp, ε added to the quotient", ["s", "θ"], rms_added())
    for placement in ("inside the root", "outside the root", "added to the quotient"):
        show("Look-ahead RmsProp on (θ − 2)², ε " + placement, ["s", "v", "θ"], look_ahead_rms(placement))
    # w starts from 0 where θ starts from 0.5, and has the same gradients, so it stays θ − 0.5.
    both = look_ahead_rms("added to the quotient", lambda at: 2 * (at + at - D("0.5") - 2))
    show("Look-ahead RmsProp on (w + θ − 2)², ε added to the quotient", ["s", "v", "θ"], both)
    show("Sgd", ["θ"], sgd())


def later_optimizer_tables():
    """The optimizers after Adam from theta = 0.5; gradients that shrink, so that what is greatest so far is seen."""
    one, given = D(1), [D("0.3"), D("-0.02"), D("0.1")]
    alpha, b1, b2, eps = D("0.1"), D("0.9"), D("0.5"), D("0.01")

    def run(step, slots):
        theta, rows = D("0.5"), []
        for t, g in enumerate(given, 1):
            theta, slots = step(t, theta, g, slots)
            rows.append(list(slots) + [theta])
        return rows

    def reordered(t):
        return alpha * (1 - b2**t).sqrt() / (1 - b1**t)

    def ams_grad(form):
        def step(t, theta, g, slots):
            m, v, greatest = slots
            m, v = b1 * m + (one - b1) * g, b2 * v + (one - b2) * g * g
            greatest = max(greatest, v)
            if form == "published":
                theta -= alpha * m / (greatest.sqrt() + eps)
            elif form == "as in PyTorch":
                theta -= alpha * m / (1 - b1**t) / ((greatest / (1 - b2**t)).sqrt() + eps)
            else:
                theta -= reordered(t) * m / (greatest.sqrt() + eps)
            return theta, (m, v, greatest)

        return run(step, (D(0), D(0), D(0)))

    def ada_max(form):
        def step(t, theta, g, slots):
            m, u = slots
            m = b1 * m + (one - b1) * g
            size = abs(g) + eps if form == "as in PyTorch" else abs(g)
            u = max(b2 * u, size) + (D("1e-32") if form == "Deeplearning4j" else 0)
            theta -= alpha / (1 - b1**t) * m / (u + (eps if form == "as in Keras" else 0))
            return theta, (m, u)

        return run(step, (D(0), D(0)))

    def nadam(form):
        def mu(t):
            return b1 * (1 - (D("0.96").ln() * D("0.004") * t).exp() / 2) if form == "as in PyTorch" else b1

        def step(t, theta, g, slots):
            m, v = slots
            m, v = b1 * m + (one - b1) * g, b2 * v + (one - b2) * g * g
            if form == "Deeplearning4j":
                return theta - alpha * (b1 * m + (1 - b1) * g) / (1 - b1**t) / (v.sqrt() + eps), (m, v)
            product = one
            for i in range(1, t + 1):
                product *= mu(i)
            ahead = mu(t + 1) * m / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product)
            return theta - alpha * ahead / ((v / (1 - b2**t)).sqrt() + eps), (m, v)

        return run(step, (D(0), D(0)))

    def ada_delta(rate):
        rho = D("0.9")

        def step(t, theta, g, slots):
            s, d = slots
            s = rho * s + (1 - rho) * g * g
            move = g * (d + eps).sqrt() / (s + eps).sqrt()
            return theta - rate * move, (s, rho * d + (1 - rho) * move * move)

        return run(step, (D(0), D(0)))

    def ada_belief(form):
        def step(t, theta, g, slots):
            m, s = slots
            m = b1 * m + (one - b1) * g
            s = b2 * s + (one - b2) * (g - m) ** 2 + eps
            if form == "published":
                theta -= alpha * m / (1 - b1**t) / ((s / (1 - b2**t)).sqrt() + eps)
            else:
                theta -= reordered(t) * m / (s.sqrt() + eps)
            return theta, (m, s)

        return run(step, (D(0), D(0)))

    for form in ("Deeplearning4j", "published", "as in PyTorch"):
        show("AMSGrad, " + form, ["m", "v", "vmax", "θ"], ams_grad(form))
    for form in ("Deeplearning4j", "published", "as in PyTorch", "as in Keras"):
        show("AdaMax, " + form, ["m", "u", "θ"], ada_max(form))
    for form in ("Deeplearning4j", "published", "as in PyTorch"):
        show("Nadam, " + form, ["m", "v", "θ"], nadam(form))
    for rate in ("1", "0.5"):
        show("AdaDelta, " + rate, ["s", "d", "θ"], ada_delta(D(rate)))
    for form in ("ND4J", "published"):
        show("AdaBelief, " + form, ["m", "s", "θ"], ada_belief(form))


def main():
    zero = [D(0), D(0)]
    xs = column("1.0 -0.5 2.0")
    states, c = lstm(lstm_weights(), xs, zero, zero)
    show("LSTM from a zero state", ["h1", "h2"], states)
    show("LSTM from a zero state, final c", ["c1", "c2"], [c])
    states, c = lstm(lstm_weights(), xs, zero, zero, peephole_weights())
    show("LSTM with peepholes from a zero state", ["h1", "h2"], states)
    show("LSTM with peepholes, final c", ["c1", "c2"], [c])
    h0, c0 = numbers("0.3 -0.2"), numbers("0.7 -0.5")
    states, c = lstm(lstm_weights(), xs, h0, c0)
    show("LSTM from h = 0.3, -0.2 and c = 0.7, -0.5", ["h1", "h2"], states)
    show("LSTM from that state, final c", ["c1", "c2"], [c])
    states, c = lstm(lstm_weights(), xs, zero, zero, rb=second_bias())
    show("LSTM with two biases from a zero state", ["h1", "h2"], states)
    show("LSTM with two biases, final c", ["c1", "c2"], [c])
    states, c = lstm(lstm_weights(), xs, zero, zero, peephole_weights(), rb=second_bias())
    show("LSTM with two biases and peepholes from a zero state", ["h1", "h2"], states)
    show("LSTM with two biases and peepholes, final c", ["c1", "c2"], [c])
    w, rw, _ = lstm_weights()
    states, c = lstm((w, rw, [D(0)] * 8), xs, zero, zero)
    show("LSTM without bias from a zero state", ["h1", "h2"], states)
    show("LSTM without bias, final c", ["c1", "c2"], [c])

    show("SimpleRnn from a zero state", ["h1", "h2"], simple_rnn(rnn_weights(), rnn_input(), zero))
    show("SimpleRnn from h = 0.3, -0.2", ["h1", "h2"], simple_rnn(rnn_weights(), rnn_input(), h0))

    print("\nLogistic function")
    for z in "0 1 -1 5 -5 20 -20 36 37 40 -40 700 -700 800 -800".split():
        print(f"  {z}: {sigmoid(D(z)):.20g}")
    print("\nSoftmax of the columns 0, 1 and 800, 801: " + ", ".join(f"{1 / (1 + exp(D(z))):.20g}" for z in ("1", "-1")))

    print("\nSoftplus of 800, -40, 0.5: " + ", ".join(f"{(1 + exp(D(z))).ln():.17g}" for z in ("800", "-40", "0.5")))

    w, rw, b = rnn_weights()
    bias = [b]
    targets = [numbers("0.2 -0.1"), numbers("-0.3 0.4"), numbers("0.5 0.6")]

    def rnn_loss():
        hs = simple_rnn((w, rw, bias[0]), rnn_input(), zero)
        return sum((h - y) ** 2 for hrow, yrow in zip(hs, targets) for h, y in zip(hrow, yrow))

    units = ["unit1", "unit2"]
    show("SimpleRnn, L2 summed against 0.2 -0.1, -0.3 0.4, 0.5 0.6: dW", units, slopes(rnn_loss, w), "from", ["x1", "x2"])
    show("dRW", units, slopes(rnn_loss, rw), "from", ["h1", "h2"])
    show("db", units, slopes(rnn_loss, bias), "from", ["bias"])

    w, rw, b = lstm_weights()
    bias = [b]
    targets = [numbers("0.2 -0.1"), numbers("-0.3 0.4"), numbers("0.5 0.6")]

    def lstm_loss():
        hs, _ = lstm((w, rw, bias[0]), xs, zero, zero)
        return sum((h - y) ** 2 for hrow, yrow in zip(hs, targets) for h, y in zip(hrow, yrow))

    gates = [g + u for g in "ifgo" for u in "12"]
    show("LSTM, L2 summed against the same targets: dW", gates, slopes(lstm_loss, w), "from", ["x1"])
    show("dRW", gates, slopes(lstm_loss, rw), "from", ["h1", "h2"])
    show("db", gates, slopes(lstm_loss, bias), "from", ["bias"])
    optimizer_tables()
    later_optimizer_tables()


if __name__ == "__main__":
    main()
