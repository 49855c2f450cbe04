"""What the worker for PyTorch reads out of a case: numbers, arrays, masks, and which fields it knows."""

import torch

PRECISIONS = {"double": torch.float64, "single": torch.float32}

# Whatever else a case says is not known here, and would change the numbers.
KNOWN = {
    "case": ["format", "name", "network", "weights", "input", "masks", "initialStates", "objective", "truncation",
             "training", "execution", "observed", "observations", "provenance"],
    "SimpleRnn": ["kind", "name", "inputs", "units", "activation", "bias", "trainedStart"],
    "LSTM": ["kind", "name", "inputs", "units", "activation", "gateActivation", "peepholes", "bias"],
    "GRU": ["kind", "name", "inputs", "units", "activation", "gateActivation", "reset", "bias"],
    "Bidirectional": ["kind", "mode", "form", "wrapped"],
    "Dense": ["kind", "name", "inputs", "outputs", "activation", "bias"],
    "LastStep": ["kind", "name", "inputs"],
    "masks": ["features", "rule", "labels"],
    "state": ["h", "c"],
    "objective": ["kind", "loss", "targets", "outputs", "finalStates"],
    "loss": ["function", "reduction", "clipping", "weights"],
    "clipping": ["rule", "epsilon"],
    "execution": ["precision", "format"],
    "training": ["optimizer", "pace", "regularisation", "clip", "start", "minibatches", "order"],
    "minibatch": ["input", "targets", "masks"],
    "start": ["stepsTaken", "slots"],
    "clip": ["kind", "threshold", "epsilon", "scope"],
    "pace": ["every", "schedule"],
    "regularisation": ["weights", "biases", "setting"],
    "penalties": ["l1", "l2", "decay", "decayTimesRate"],
    "Sgd": ["kind", "rate"],
    "NoOp": ["kind"],
    "Nesterov": ["kind", "rate", "momentum", "form"],
    "RmsProp": ["kind", "rate", "decay", "epsilon", "placement", "start"],
    "AdaGrad": ["kind", "rate", "epsilon", "placement", "start"],
    "Adam": ["kind", "rate", "beta1", "beta2", "epsilon", "form"],
    "AmsGrad": ["kind", "rate", "beta1", "beta2", "epsilon", "form"],
    "AdaMax": ["kind", "rate", "beta1", "beta2", "epsilon", "form"],
    "Nadam": ["kind", "rate", "beta1", "beta2", "epsilon", "form"],
    "AdaDelta": ["kind", "rate", "decay", "epsilon"],
    "Fixed": ["kind", "rate"],
    "Step": ["kind", "rate", "decay", "length"],
    "Exponential": ["kind", "rate", "decay"],
    "Inverse": ["kind", "rate", "decay", "power"],
    "Poly": ["kind", "rate", "power", "length", "form"],
    "Sigmoid": ["kind", "rate", "slope", "middle"],
    "Table": ["kind", "rates"],
    "rates": ["from", "rate"],
    "Cycle": ["kind", "rate", "peak", "length", "annealing", "decay"],
    "Ramp": ["kind", "after", "length"],
}


class Unsupported(Exception):
    """Why a case cannot be computed: a clause that follows "because"."""


def require(condition, because):
    if not condition:
        raise Unsupported(because)


def known(what, fields):
    unknown = sorted(set(fields) - set(KNOWN[what]))
    require(not unknown, "its worker does not know the " + ", ".join(unknown) + " of a " + what)


def one_of(what, found, *words):
    require(found in words, "its worker does not know the " + what + " " + str(found))
    return found


def double(value):
    """A number of a case: a decimal or a text such as "0x1.8p+1"."""
    return float.fromhex(value) if isinstance(value, str) else float(value)


def number(value):
    """A number of a case, rounded to the case's precision, which is PyTorch's default."""
    return torch.tensor(double(value)).item()


def numbers(fields, *names):
    return [number(fields[name]) for name in names]


def tensor(array):
    """An array of a case, rounded to the case's precision."""
    values = [double(value) for value in array["values"]]
    return torch.tensor(values).reshape(array["shape"])


def states_of(given):
    """States by layer as pairs of h and c; c is None in layers without a cell."""
    for state in given.values():
        known("state", state)
    return {name: (tensor(state["h"]), tensor(state["c"]) if "c" in state else None) for name, state in given.items()}


class Masks:
    """Which steps of a case or of a minibatch count: all of them, or those that its feature mask names."""

    def __init__(self, case):
        masks = case.get("masks", {})
        known("masks", masks)
        self.carries = one_of("rule", masks.get("rule", "reset"), "reset", "carry") == "carry"
        self.counts = tensor(masks["features"]) != 0 if "features" in masks else None
        self.labels = tensor(masks["labels"]) if "labels" in masks else None
        self.pads = self.counts is not None and not bool(self.counts.all())
        self.resets = self.pads and not self.carries

    def none(self):
        """Masks by which every step counts."""
        return Masks({})

    def lengths(self):
        """How many steps of every row count, for packed sequences; None without a mask."""
        if self.counts is None:
            return None
        lengths = self.counts.sum(0).reshape(-1)
        steps = torch.arange(self.counts.shape[0]).reshape(-1, 1, 1)
        first = bool((self.counts == (steps < lengths.reshape(1, -1, 1))).all())
        require(first, "its packed sequences leave out steps at the end of a row only")
        require(bool((lengths > 0).all()), "its packed sequences have no rows without a step")
        return lengths
