#!/usr/bin/env python3
"""Derives the constants of dev.lockstep.math.Elementary, in 50-digit decimal arithmetic.

ln 2 in two parts: the higher one has 42 bits, so that its product with an integer below 2^11 is exact.

A polynomial c0 + c1 r + ... + c10 r^10 for (e^r - 1 - r)/r^2, where r is between -1/2 and 1/2 ln 2 for e^x and between -1/4 and
3/4 ln 2 for tanh. The interval is a little wider, so that one of the zeros of the Chebyshev polynomial T12, stretched to it,
is 0; the polynomial meets the quotient at the eleven others. What is missing from e^r - 1 is then nearly a multiple of r T12, so
that its ratio to e^r - 1, which is near r, goes up and down between bounds that are nearly the same and the smallest there are.

Needs nothing but Python's standard library.

    python3 reference/exponential.py            prints the constants, and the greatest relative error of e^r - 1
"""

from decimal import Decimal, getcontext
from math import cos, floor, pi

getcontext().prec = 50
D = Decimal

LN2 = D(2).ln()
DEGREE = 10
POINTS = DEGREE + 2
ZEROS = [D(cos((2 * k + 1) * pi / (2 * POINTS))) for k in range(POINTS)]
MIDDLE = ZEROS[POINTS // 2 - 1]
HALF_WIDTH = LN2 * 3 / 4 / (1 + MIDDLE)


def quotient(r):
    """(e^r - 1 - r)/r^2 by its series, which does not cancel."""
    term, total, k = D(1) / 2, D(0), 2
    while abs(term) > D(10) ** -48:
        total += term
        k += 1
        term *= r / k
    return total


def interpolate(nodes):
    """Coefficients, lowest first, of the polynomial that meets the quotient at the nodes: Newton's form, multiplied out."""
    differences = [quotient(r) for r in nodes]
    for order in range(1, len(nodes)):
        for k in range(len(nodes) - 1, order - 1, -1):
            differences[k] = (differences[k] - differences[k - 1]) / (nodes[k] - nodes[k - order])
    coefficients = []
    for node, difference in zip(reversed(nodes), reversed(differences)):
        shifted = [D(0)] + coefficients
        coefficients = [s - node * c for s, c in zip(shifted, coefficients + [D(0)])]
        coefficients[0] += difference
    return coefficients


def argument(s):
    """r for s from -1 to 1."""
    return HALF_WIDTH * (s + MIDDLE)


def worst(coefficients):
    """Greatest |approximation/(e^r - 1) - 1| on a grid."""
    greatest = D(0)
    for step in range(-1000, 1001):
        r = argument(D(step) / 1000)
        value = D(0)
        for c in reversed(coefficients):
            value = value * r + c
        exact = r + r * r * quotient(r)
        greatest = max(greatest, abs((r + r * r * value) / exact - 1))
    return greatest


def main():
    high = D(floor(LN2 * 2**42)) / 2**42
    print("1/ln 2 ", float(1 / LN2).hex())
    print("ln 2   ", float(high).hex(), "+", float(LN2 - high).hex())
    print("r      ", float(argument(-1)), "to", float(argument(1)))
    exact = interpolate([argument(-zero) for zero in ZEROS if zero != MIDDLE])
    rounded = [float(c) for c in exact]
    for k, c in enumerate(rounded):
        print(f"c{k:<6}", c.hex())
    print(f"error   {worst(exact):.2e}, with rounded coefficients {worst([D(c) for c in rounded]):.2e}")


main()
