#!/usr/bin/env python3
"""Records what NumPy's legacy generator draws, for the tests of dev.lockstep.math.NumpyRandom and of drawn arrays.

    python3 reference/numpy/record_draws.py      writes reference/numpy/draws.json

Numbers are hexadecimal, so nothing is rounded. Long sequences are kept as a SHA-256 digest of their big-endian bits (8 bytes
a number, 4 a raw word) beside a few of their first numbers; what is drawn after them shows how many words they took.

The normals hang on the logarithm of the C library, whose last bit is not always the nearest. So they are computed a second
time, by the polar method in Python on NumPy's own uniform numbers, with a logarithm of 50 digits rounded once; where a
library whose logarithms are within 0.52 ulp may have rounded to the other side, and that would move the number by more than
2 ulp, the middle of both is taken. "withExactLog" is the digest of those, and "different" lists the NumPy draws that are
others, by index from 0.
"""

import hashlib
import json
import math
import platform
from decimal import Decimal, getcontext
from pathlib import Path

import numpy as np

getcontext().prec = 50

SEEDS = [0, 1, 2, 42, 2**31, 2**32 - 1]
SHOWN = 6
WORDS = 3000
UNIFORM = 1000
NORMALS = 100_000
UNIFORM_RANGES = [(-1e-4, 1e-4), (0.1, 0.7), (-3.0, 1e9), (2.5, 2.5)]
INTEGER_RANGES = [
    (0, 64),
    (0, 10),
    (7, 8),
    (-5, 3),
    (0, 2**31 + 1),
    (-(2**31), 2**31),
    (0, 2**32 + 1),
    (-(2**40), 3 * 2**40),
    (-(2**63), 2**63 - 1),
]
# Every list is drawn in its order from one generator.
ARRAYS = [
    (1, ["randn(3, 10, 4)", "randn(5, 10)", "randn(5, 3)", "randn(5, 5)", "randn(2, 5)", "randn(5, 1)", "randn(2, 1)"]),
    (42, ["randn(5, 5) * 0.1", "rand(5, 5)", "random(7)", "random((2, 3)) * -2.5", "randn(3)"]),
    (0, ["uniform(-1e-4, 1e-4, (2, 2))", "uniform(0.5, 2, 5) * 1e-3", "randint(0, 64, (2000, 2))", "rand(1)"]),
    (2**32 - 1, ["randint(-3, 4, 9) * 0.1", "randint(5, 6, (2, 1))", "rand(2, 1, 3)", "randint(0, 9007199254740992, 4)"]),
]


def digest(array, dtype):
    return hashlib.sha256(np.asarray(array).astype(dtype).tobytes()).hexdigest()


def hexadecimal(numbers):
    return [float(number).hex() for number in numbers]


def word(generator):
    """The generator's next 32 bits: NumPy hands them through when every value of uint32 is allowed."""
    return int(generator.randint(0, 2**32, dtype=np.uint32))


def words(seed):
    drawn = np.random.RandomState(seed).randint(0, 2**32, WORDS, dtype=np.uint32)
    return {"count": WORDS, "first": drawn[:SHOWN].tolist(), "sha256": digest(drawn, ">u4")}


def uniforms(seed):
    drawn = np.random.RandomState(seed).random_sample(UNIFORM)
    return {"count": UNIFORM, "first": hexadecimal(drawn[:SHOWN]), "sha256": digest(drawn, ">f8")}


def uniform_range(seed, low, high):
    drawn = np.random.RandomState(seed).uniform(low, high, UNIFORM)
    return {
        "low": float(low).hex(),
        "high": float(high).hex(),
        "count": UNIFORM,
        "first": hexadecimal(drawn[:SHOWN]),
        "sha256": digest(drawn, ">f8"),
    }


def integers(seed, low, high):
    generator = np.random.RandomState(seed)
    drawn = generator.randint(low, high, UNIFORM, dtype=np.int64)
    return {
        "low": low,
        "high": high,
        "count": UNIFORM,
        "first": drawn[:SHOWN].tolist(),
        "sha256": digest(drawn, ">i8"),
        "nextWord": word(generator),
    }


def bits(number):
    return int(np.float64(number).view(np.int64))


def settled(first, second):
    """The first of two numbers, or the middle of both if they are more than 2 ulp apart."""
    apart = bits(second) - bits(first)
    if abs(apart) <= 2:
        return first
    return float(np.int64(bits(first) + (apart // 2 if apart > 0 else -(-apart // 2))).view(np.float64))


def logarithms(x):
    """The double nearest to ln x, and the one on the other side of it where both are within 0.52 ulp; else the same twice."""
    exact = Decimal(x).ln()
    nearest = float(exact)
    rest = exact - Decimal(nearest)
    if abs(rest) > Decimal("0.48") * Decimal(math.ulp(nearest)):
        return nearest, math.nextafter(nearest, math.copysign(math.inf, rest))
    return nearest, nearest


def exact_log_normals(seed, count):
    """The polar method: pairs in the order in which NumPy hands them out."""
    generator = np.random.RandomState(seed)
    drawn = []
    while len(drawn) < count:
        x1 = 2.0 * generator.random_sample() - 1.0
        x2 = 2.0 * generator.random_sample() - 1.0
        r2 = x1 * x1 + x2 * x2
        if 0.0 < r2 < 1.0:
            nearest, neighbour = logarithms(r2)
            f = math.sqrt(-2.0 * nearest / r2)
            other = math.sqrt(-2.0 * neighbour / r2)
            drawn += [settled(f * x2, other * x2), settled(f * x1, other * x1)]
    return np.array(drawn[:count])


def normals(seed):
    drawn = np.random.RandomState(seed).randn(NORMALS)
    exact = exact_log_normals(seed, NORMALS)
    different = np.flatnonzero(drawn != exact)
    return {
        "count": NORMALS,
        "first": hexadecimal(drawn[:SHOWN]),
        "sha256": digest(drawn, ">f8"),
        "withExactLog": digest(exact, ">f8"),
        "mostUlps": int(np.abs(drawn.view(np.int64) - exact.view(np.int64)).max()),
        "different": [[int(i), float(drawn[i]).hex()] for i in different],
    }


def mixed(seed):
    """Calls after one another: the second normal of a pair waits while other numbers are drawn; a new seed forgets it."""
    generator = np.random.RandomState(seed)
    calls = "randn random randn randint uniform randn randint random randn seed randn random seed random randn".split()
    drawn = []
    for call in calls:
        if call == "randint":
            value = int(generator.randint(-10, 90))
        elif call == "uniform":
            value = generator.uniform(-1, 3).hex()
        elif call == "seed":
            value = seed
            generator.seed(seed)
        elif call == "random":
            value = generator.random_sample().hex()
        else:
            value = generator.randn().hex()
        drawn.append([call, value])
    return drawn


def arrays(seed, expressions):
    generator = np.random.RandomState(seed)
    names = {name: getattr(generator, name) for name in ("randn", "rand", "random", "uniform", "randint")}
    drawn = []
    for expression in expressions:
        array = eval(expression, {"__builtins__": {}}, names)  # the texts above are Python as they stand
        drawn.append(
            {
                "expression": expression,
                "shape": list(array.shape),
                "first": hexadecimal(array.flat[:SHOWN]),
                "last": float(array.flat[-1]).hex(),
                "sha256": digest(array, ">f8"),
            }
        )
    return {"seed": seed, "arrays": drawn}


def fused_multiply_add():
    cpu = Path("/proc/cpuinfo")
    return cpu.exists() and " fma " in cpu.read_text()


def record():
    return {
        "provenance": {
            "numpy": np.__version__,
            "python": platform.python_version(),
            "libc": " ".join(platform.libc_ver()),
            "machine": platform.machine(),
            "fusedMultiplyAdd": fused_multiply_add(),
            "command": "python3 reference/numpy/record_draws.py",
            "seeds": SEEDS,
        },
        "sequences": [
            {
                "seed": seed,
                "words": words(seed),
                "random": uniforms(seed),
                "uniform": [uniform_range(seed, low, high) for low, high in UNIFORM_RANGES],
                "randint": [integers(seed, low, high) for low, high in INTEGER_RANGES],
                "randn": normals(seed),
                "mixed": mixed(seed),
            }
            for seed in SEEDS
        ],
        "arrays": [arrays(seed, expressions) for seed, expressions in ARRAYS],
    }


def layout(value, depth, indent=""):
    """JSON with a line for every value of the outer levels."""
    if depth == 0 or not isinstance(value, (dict, list)):
        return json.dumps(value)
    inner = indent + "  "
    if isinstance(value, dict):
        parts = [f"{inner}{json.dumps(key)}: {layout(entry, depth - 1, inner)}" for key, entry in value.items()]
        return "{\n" + ",\n".join(parts) + "\n" + indent + "}"
    return "[\n" + ",\n".join(inner + layout(entry, depth - 1, inner) for entry in value) + "\n" + indent + "]"


if __name__ == "__main__":
    target = Path(__file__).with_name("draws.json")
    target.write_text(layout(record(), 4) + "\n", encoding="utf-8")
