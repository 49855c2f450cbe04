"""Layers of cases by torch.nn: matrices are ours transposed, gates in our order."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from pytorch_case import known, one_of, require, tensor

ACTIVATIONS = ["identity", "tanh", "sigmoid", "relu", "softmax"]
COMPUTED = "nn.RNN, nn.LSTM, nn.GRU and nn.Linear"


class Matrices:
    """Weights of a case: a matrix for each parameter, ours."""

    def __init__(self, weights):
        self.weights = weights

    def fill(self, layer):
        with torch.no_grad():
            for part, symbol, parameter in layer.parameters:
                parameter.copy_(tensor(self.weights[part][symbol]).t().reshape(parameter.shape))


class StateDict:
    """Weights of a case as torch.nn has them, which are loaded as they come: encoder.weight_ih_l0 of the layer encoder."""

    def __init__(self, weights):
        one_of("layout", weights["layout"], "pytorch")
        unknown = sorted(set(weights) - {"layout", "arrays"})
        require(not unknown, "its worker does not know the " + ", ".join(unknown) + " of arrays in a layout")
        self.layers = {}
        for name, array in weights["arrays"].items():
            layer, _, stem = name.rpartition(".")
            self.layers.setdefault(layer, {})[stem] = tensor(array)

    def fill(self, layer):
        given = self.layers.get(layer.name, {})
        state = layer.module.state_dict()
        for stem in [stem for stem in given if stem not in state]:
            require(not given.pop(stem).any(), "its " + layer.name + " has no " + stem)
        for stem in [stem for stem in state if stem not in given and stem.startswith("bias")]:
            given[stem] = torch.zeros_like(state[stem])
        missing = [stem for stem in state if stem not in given]
        require(not missing, "its " + layer.name + " needs " + ", ".join(missing))
        layer.module.load_state_dict(given)


def weights_of(case):
    weights = case["weights"]
    return StateDict(weights) if isinstance(weights.get("layout"), str) else Matrices(weights)


def ours(parameter):
    """A parameter or its gradient in our layout, where a step is a row: transposed, a bias as one row."""
    return parameter.detach().t() if parameter.dim() == 2 else parameter.detach().reshape(1, -1)


def rnn(spec):
    """torch.nn.RNN, and which biases it has."""
    require(spec["activation"] in ("tanh", "relu"), "its RNN has tanh and relu only, not " + spec["activation"])
    return torch.nn.RNN, {"nonlinearity": spec["activation"]}, spec.get("bias", "one")


def lstm(spec):
    """torch.nn.LSTM, and which biases it has."""
    require_usual(spec, "LSTM")
    require(not spec.get("peepholes", False), "its LSTM has no peepholes")
    return torch.nn.LSTM, {}, spec.get("bias", "one")


def gru(spec):
    """torch.nn.GRU, and which biases it has."""
    require_usual(spec, "GRU")
    require(spec.get("reset", "after product") == "after product", "its GRU resets after the product with RW only")
    return torch.nn.GRU, {}, spec.get("bias", "two")


def require_usual(spec, kind):
    require(spec["activation"] == "tanh", "its " + kind + " has tanh only, not " + spec["activation"])
    gates = spec.get("gateActivation", "sigmoid")
    require(gates == "sigmoid", "its " + kind + " has sigmoid gates only, not " + gates)


CELLS = {"SimpleRnn": rnn, "LSTM": lstm, "GRU": gru}


class Recurrent:
    """A module of torch.nn with one layer, of one direction or of two. Where there is one bias, its second stays 0."""

    def __init__(self, spec, weights, mode=None):
        require("preActivationClip" not in spec, "its " + spec["kind"] + " clips no pre-activations")
        known(spec["kind"], spec)
        kind, options, bias = CELLS[spec["kind"]](spec)
        one_of("bias", bias, "none", "one", "two")
        two = mode is not None
        self.module = kind(spec["inputs"], spec["units"], bias=bias != "none", bidirectional=two, **options)
        self.name = spec["name"]
        self.mode = mode
        self.parts = [self.name + ".forward", self.name + ".reverse"] if two else [self.name]
        self.has_cell = kind is torch.nn.LSTM
        self.parameters = []
        self.trained = {}
        for part, suffix in zip(self.parts, ("_l0", "_l0_reverse")):
            self.keep(part, suffix, bias, spec.get("trainedStart", False))
        weights.fill(self)

    def keep(self, part, suffix, bias, trained):
        """The parameters of one direction, and what of them is trained."""
        own = {"W": getattr(self.module, "weight_ih" + suffix), "RW": getattr(self.module, "weight_hh" + suffix)}
        if bias != "none":
            own["b"] = getattr(self.module, "bias_ih" + suffix)
            second = getattr(self.module, "bias_hh" + suffix)
            if bias == "two":
                own["rb"] = second
            else:
                second.requires_grad_(False).zero_()
        if trained:
            own["h0"] = self.trained[part] = torch.nn.Parameter(torch.zeros(self.module.hidden_size))
        self.parameters += [(part, symbol, parameter) for symbol, parameter in own.items()]

    def start(self, part, batch, states):
        """h and c before the first step, [batch, units]."""
        if part in states:
            return states[part]
        if part in self.trained:
            return self.trained[part].expand(batch, -1), None
        return self.zero(batch)

    def zero(self, batch):
        zero = torch.zeros(batch, self.module.hidden_size)
        return zero, zero.clone() if self.has_cell else None

    def __call__(self, x, states, masks):
        """Outputs of every step and, by direction, h and c after the last."""
        if masks.resets and self.mode is not None:
            given = any(bool((s != 0).any()) for part in self.parts for s in states.get(part, ()) if s is not None)
            require(not given and not self.trained,
                    "its packed sequences start in reverse from the state that the case resets at the steps before")
        h, c = zip(*[self.start(part, x.shape[1], states) for part in self.parts])
        first = torch.stack(h)
        given = (first, torch.stack(c)) if self.has_cell else first
        lengths = masks.lengths()
        if lengths is None:
            y, last = self.module(x, given)
        else:
            packed, last = self.module(pack_padded_sequence(x, lengths, enforce_sorted=False), given)
            y, _ = pad_packed_sequence(packed, total_length=x.shape[0])
        last_h, last_c = last if self.has_cell else (last, [None] * len(self.parts))
        if masks.pads and masks.carries:
            y = self.carried(y, first, last_h, masks.counts)
        finals = {part: (last_h[k], last_c[k]) for k, part in enumerate(self.parts)}
        return self.combined(y), finals

    def carried(self, y, first, last, counts):
        """Packed sequences have no outputs where steps do not count; these are the states, carried as packing does."""
        units = self.module.hidden_size
        directions = [torch.where(counts, y[..., :units], last[0])]
        if self.mode is not None:
            directions.append(torch.where(counts, y[..., units:], first[1]))
        return torch.cat(directions, -1)

    def combined(self, y):
        if self.mode in (None, "concat"):
            return y
        forward, reverse = y[..., : self.module.hidden_size], y[..., self.module.hidden_size :]
        if self.mode == "mul":
            return forward * reverse
        return (forward + reverse) / 2 if self.mode == "average" else forward + reverse


class Dense:
    """y = φ(x·W + b) by torch.nn.Linear; z, the value before φ, is kept for losses that need it."""

    def __init__(self, spec, weights):
        known("Dense", spec)
        require(spec["activation"] in ACTIVATIONS, "its worker has no " + spec["activation"])
        self.name = spec["name"]
        self.activation = spec["activation"]
        biased = one_of("bias", spec.get("bias", "one"), "none", "one") == "one"
        self.module = torch.nn.Linear(spec["inputs"], spec["outputs"], bias=biased)
        own = {"W": self.module.weight}
        if biased:
            own["b"] = self.module.bias
        self.parameters = [(self.name, symbol, parameter) for symbol, parameter in own.items()]
        weights.fill(self)

    def __call__(self, x, states, masks):
        self.z = self.module(x)
        if self.activation == "identity":
            return self.z, {}
        if self.activation == "softmax":
            return torch.softmax(self.z, -1), {}
        return getattr(torch, self.activation)(self.z), {}


class LastStep:
    """Of every row the last step that counts, still as a sequence."""

    def __init__(self, spec, weights):
        known("LastStep", spec)
        self.name = spec["name"]
        self.parameters = []

    def __call__(self, x, states, masks):
        lengths = masks.lengths()
        if lengths is None:
            return x[-1:], {}
        return x[lengths - 1, torch.arange(x.shape[1])].unsqueeze(0), {}


def layer(spec, weights):
    kind = spec["kind"]
    if kind == "Dense":
        return Dense(spec, weights)
    if kind == "LastStep":
        return LastStep(spec, weights)
    if kind != "Bidirectional":
        require(kind in CELLS, "its worker computes " + COMPUTED + ", not " + kind)
        return Recurrent(spec, weights)
    known("Bidirectional", spec)
    require(spec.get("form", "wrapper") == "wrapper", "its layers of two directions have no peepholes")
    wrapped = spec["wrapped"]
    require(wrapped["kind"] in CELLS, "its worker computes " + COMPUTED + ", not " + wrapped["kind"])
    return Recurrent(wrapped, weights, one_of("mode", spec["mode"], "add", "mul", "average", "concat"))


class Network:
    def __init__(self, case):
        weights = weights_of(case)
        self.layers = [layer(spec, weights) for spec in case["network"]]
        self.recurrent = [layer for layer in self.layers if isinstance(layer, Recurrent)]
        self.parameters = [entry for layer in self.layers for entry in layer.parameters]

    def forward(self, x, states, masks):
        """The outputs of all layers and the last states, by name."""
        outputs, finals = {}, {}
        for layer in self.layers:
            x, last = layer(x, states, masks)
            outputs[layer.name] = x
            finals.update(last)
            if isinstance(layer, LastStep):
                masks = masks.none()
        return outputs, finals

    def streams(self):
        """Whether there are outputs when the sequence arrives in pieces."""
        return not any(isinstance(layer, LastStep) or getattr(layer, "mode", None) for layer in self.layers)

    def streamed(self, x, states, masks):
        """The outputs of the last layer when the sequence arrives in pieces of 1, 2, 3 … steps."""
        require(not masks.pads, "its packed sequences have no rows without a step, and pieces would")
        pieces, start = [], 0
        while start < x.shape[0]:
            length = len(pieces) + 1
            outputs, states = self.forward(x[start : start + length], states, masks.none())
            pieces.append(outputs[self.layers[-1].name])
            start += length
        return torch.cat(pieces)
