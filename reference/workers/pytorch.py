"""A worker for PyTorch: reads cases, one a line, and answers each with one line (see reference/README.md).

    python3 pytorch.py --probe     says which version there is, or what is missing
    python3 pytorch.py             answers until its input ends
"""

import json
import sys

try:
    import torch
except ImportError:
    torch = None

# Whatever else a case says is not known here, and would change the numbers.
KNOWN = {
    "case": ["format", "name", "network", "weights", "input", "initialStates", "objective", "truncation", "training",
             "execution", "observed", "observations", "provenance"],
    "SimpleRnn": ["kind", "name", "inputs", "units", "activation", "bias", "trainedStart"],
    "GRU": ["kind", "name", "inputs", "units", "activation", "gateActivation", "reset", "bias"],
    "Dense": ["kind", "name", "inputs", "outputs", "activation", "bias"],
    "LastStep": ["kind", "name", "inputs"],
    "objective": ["kind", "loss", "targets", "outputs", "finalStates"],
    "loss": ["function", "reduction", "clipping"],
    "training": ["optimizer", "clip", "start", "minibatches", "order"],
    "minibatch": ["input", "targets"],
}
FUNCTIONS = ["MSE", "L2", "MCXENT", "XENT", "WASSERSTEIN"]
ACTIVATIONS = ["identity", "tanh", "sigmoid", "relu", "softmax"]


class Unsupported(Exception):
    """Why a case cannot be computed: a clause that follows "because"."""


def tensor(array):
    """The array of a case; numbers are decimals or texts such as "0x1.8p+1"."""
    values = [float.fromhex(v) if isinstance(v, str) else float(v) for v in array["values"]]
    return torch.tensor(values, dtype=torch.float64).reshape(array["shape"])


def require(condition, because):
    if not condition:
        raise Unsupported(because)


def known(what, fields):
    unknown = sorted(set(fields) - set(KNOWN[what]))
    require(not unknown, "its worker does not know the " + ", ".join(unknown) + " of a " + what)


class Rnn:
    """h = φ(x·W + b + h′·RW + rb) by torch.nn.RNN, whose matrices are ours transposed; with one bias its second is 0."""

    def __init__(self, spec, weights):
        require(spec["activation"] in ("tanh", "relu"), "its RNN has tanh and relu only, not " + spec["activation"])
        bias = spec.get("bias", "one")
        self.keep(
            torch.nn.RNN(spec["inputs"], spec["units"], nonlinearity=spec["activation"], bias=bias != "none"),
            spec,
            bias,
            weights,
        )

    def keep(self, module, spec, bias, weights):
        """The module with the case's weights in it, and what of it is trained."""
        self.name = spec["name"]
        self.module = module.double()
        own = {"W": self.module.weight_ih_l0, "RW": self.module.weight_hh_l0}
        if bias != "none":
            own["b"] = self.module.bias_ih_l0
            if bias == "two":
                own["rb"] = self.module.bias_hh_l0
            else:
                self.module.bias_hh_l0.requires_grad_(False).zero_()
        self.parameters = load(own, weights)
        self.start = None
        if spec.get("trainedStart", False):
            self.start = torch.nn.Parameter(tensor(weights["h0"]).reshape(-1))
            self.parameters["h0"] = self.start

    def __call__(self, x, given):
        """Outputs of every step and the last state; `given` is the state before the first step, [batch, units]."""
        if self.start is not None:
            given = self.start.expand(x.shape[1], -1)
        elif given is None:
            given = torch.zeros(x.shape[1], self.module.hidden_size, dtype=torch.float64)
        outputs, last = self.module(x, given.unsqueeze(0).contiguous())
        return outputs, last[0]


class Gru(Rnn):
    """torch.nn.GRU, whose gates are in our order r z n and whose matrices are ours transposed."""

    def __init__(self, spec, weights):
        require(spec["activation"] == "tanh", "its GRU has tanh only, not " + spec["activation"])
        gates = spec.get("gateActivation", "sigmoid")
        require(gates == "sigmoid", "its GRU has sigmoid gates only, not " + gates)
        require(spec.get("reset", "after product") == "after product", "its GRU resets after the product with RW only")
        bias = spec.get("bias", "two")
        self.keep(torch.nn.GRU(spec["inputs"], spec["units"], bias=bias != "none"), spec, bias, weights)


class Dense:
    """y = φ(x·W + b) by torch.nn.Linear; z, the value before φ, is kept for losses that need it."""

    def __init__(self, spec, weights):
        require(spec["activation"] in ACTIVATIONS, "its worker has no " + spec["activation"])
        self.name = spec["name"]
        self.activation = spec["activation"]
        self.module = torch.nn.Linear(spec["inputs"], spec["outputs"], bias=spec.get("bias", "one") == "one").double()
        own = {"W": self.module.weight}
        if self.module.bias is not None:
            own["b"] = self.module.bias
        self.parameters = load(own, weights)

    def __call__(self, x, _):
        self.z = self.module(x)
        if self.activation == "identity":
            return self.z, None
        if self.activation == "softmax":
            return torch.softmax(self.z, -1), None
        return getattr(torch, self.activation)(self.z), None


class LastStep:
    """The last step alone, still as a sequence."""

    def __init__(self, spec, _):
        self.name = spec["name"]
        self.parameters = {}

    def __call__(self, x, _):
        return x[-1:], None


KINDS = {"SimpleRnn": Rnn, "GRU": Gru, "Dense": Dense, "LastStep": LastStep}


def load(own, weights):
    with torch.no_grad():
        for symbol, parameter in own.items():
            parameter.copy_(tensor(weights[symbol]).t().reshape(parameter.shape))
    return own


def ours(parameter):
    """A parameter or its gradient in our layout, where a step is a row: transposed, a bias as one row."""
    return parameter.detach().t() if parameter.dim() == 2 else parameter.detach().reshape(1, -1)


class Network:
    def __init__(self, case):
        self.layers = []
        for spec in case["network"]:
            require(spec["kind"] in KINDS, "its worker computes nn.RNN, nn.GRU and nn.Linear, not " + spec["kind"])
            known(spec["kind"], spec)
            self.layers.append(KINDS[spec["kind"]](spec, case["weights"].get(spec["name"], {})))

    def forward(self, x, states):
        """The outputs and the last states of all layers, by name."""
        outputs, finals = {}, {}
        for layer in self.layers:
            x, last = layer(x, states.get(layer.name))
            outputs[layer.name] = x
            if last is not None:
                finals[layer.name] = last
        return outputs, finals

    def parameters(self):
        """Layer name, symbol and parameter, in order."""
        return [(layer.name, symbol, p) for layer in self.layers for symbol, p in layer.parameters.items()]

    def score(self, outputs, loss, targets):
        """The reduced loss; cross entropies come from z where the activation before them is their own."""
        last = self.layers[-1]
        p = outputs[last.name]
        time, batch, features = p.shape
        clipping = loss.get("clipping", {"rule": "none", "epsilon": 0})
        require(clipping["rule"] != "clamped", "the slope of its clamp is 0 where ours counts as 1")
        added = tensor({"shape": [], "values": [clipping["epsilon"]]})
        exact = clipping["rule"] == "none"
        function = loss["function"]
        known("loss", loss)
        require(function in FUNCTIONS, "its worker has no " + function)
        if function == "MSE":
            cost = (targets - p).square().sum() / features
        elif function == "L2":
            cost = (targets - p).square().sum()
        elif function == "WASSERSTEIN":
            cost = (targets * p).sum() / features
        elif function == "MCXENT":
            own = exact and getattr(last, "activation", "") == "softmax"
            cost = -(targets * (torch.log_softmax(last.z, -1) if own else torch.log(p + added))).sum()
        elif exact and getattr(last, "activation", "") == "sigmoid":
            cost = torch.nn.functional.binary_cross_entropy_with_logits(last.z, targets, reduction="sum")
        else:
            cost = -(targets * torch.log(p + added) + (1 - targets) * torch.log(1 - p + added)).sum()
        return cost * {"sum": 1.0, "mean over batch": 1 / batch}.get(loss["reduction"], 1 / (batch * time))


class Training:
    """Steps by torch.optim, from the state of the optimizer that the case gives."""

    # For every optimizer: our slots and the names that torch.optim gives them.
    SLOTS = {
        "Sgd": {},
        "Adam": {"m": "exp_avg", "v": "exp_avg_sq"},
        "RmsProp": {"s": "square_avg"},
        "AdaGrad": {"s": "sum"},
    }

    def __init__(self, case, network):
        self.training = case["training"]
        known("training", self.training)
        for minibatch in self.training["minibatches"]:
            known("minibatch", minibatch)
        self.case = case
        self.network = network
        self.spec = self.training["optimizer"]
        self.clip = self.training.get("clip", {"kind": "off"})
        self.optimizer = self.make([p for _, _, p in network.parameters()])
        start = self.training.get("start")
        for layer, symbol, parameter in network.parameters() if start else []:
            state = self.optimizer.state[parameter]
            state["step"] = torch.tensor(float(start["stepsTaken"]))
            for slot, name in self.SLOTS[self.spec["kind"]].items():
                array = tensor(start["slots"][slot][layer][symbol])
                state[name] = array.t().contiguous().reshape(parameter.shape)

    def make(self, parameters):
        spec = self.spec
        kind = spec["kind"]
        numbers = {k: tensor({"shape": [], "values": [v]}).item() for k, v in spec.items() if k != "kind" and
                   (not isinstance(v, str) or v.lstrip("+-").lower().startswith("0x"))}
        require(kind in self.SLOTS, "its worker has no " + kind)
        require(self.clip["kind"] in ("off", "elementwise", "global norm"), "its worker has no clip " + self.clip["kind"])
        require(self.clip["kind"] != "global norm", "its clip by norm divides by the norm plus 1e-6")
        if kind == "Sgd":
            return torch.optim.SGD(parameters, numbers["rate"])
        if kind == "Adam":
            require(spec["form"] == "algorithm 1", "its Adam adds ε to √v̂")
            betas = (numbers["beta1"], numbers["beta2"])
            return torch.optim.Adam(parameters, numbers["rate"], betas, numbers["epsilon"])
        require(spec["placement"] == "outside root", "its " + kind + " adds ε to the root")
        if kind == "RmsProp":
            require(spec["start"] == "zero", "its RMSprop starts from s = 0")
            return torch.optim.RMSprop(parameters, numbers["rate"], numbers["decay"], numbers["epsilon"])
        first = numbers["epsilon"] if spec["start"] == "epsilon" else 0.0
        return torch.optim.Adagrad(
            parameters, numbers["rate"], eps=numbers["epsilon"], initial_accumulator_value=first
        )

    def run(self, observed):
        minibatches = self.training["minibatches"]
        order = self.training.get("order", range(1, len(minibatches) + 1))
        states = {name: tensor(state["h"]) for name, state in self.case.get("initialStates", {}).items()}
        for step, number in enumerate(order, 1):
            minibatch = minibatches[number - 1]
            self.optimizer.zero_grad()
            outputs, _ = self.network.forward(tensor(minibatch["input"]), states)
            loss = self.case["objective"]["loss"]
            score = self.network.score(outputs, loss, tensor(minibatch["targets"]))
            score.backward()
            parameters = self.network.parameters()
            if self.clip["kind"] == "elementwise":
                threshold = tensor({"shape": [], "values": [self.clip["threshold"]]}).item()
                torch.nn.utils.clip_grad_value_([p for _, _, p in parameters], threshold)
            self.optimizer.step()
            observed.put("score", score.detach(), step=step)
            for layer, symbol, parameter in parameters:
                observed.put("parameter", ours(parameter), layer, symbol, step)
                for slot, name in self.SLOTS[self.spec["kind"]].items():
                    state = self.optimizer.state[parameter][name]
                    observed.put("optimizer state", ours(state), layer, symbol + "." + slot, step)


class Observed:
    """What the case asks for, and nothing else."""

    def __init__(self, kinds):
        self.kinds = kinds
        self.list = []

    def wants(self, *kinds):
        return any(kind in self.kinds for kind in kinds)

    def put(self, kind, value, layer="", part="", step=0):
        if not self.wants(kind):
            return
        observation = {"kind": kind, "shape": list(value.shape), "values": value.detach().reshape(-1).tolist()}
        named = {"layer": layer, "part": part, "step": step}
        observation.update({key: name for key, name in named.items() if name})
        self.list.append(observation)


def observe(case):
    """Everything that the case asks for, as a list of observations."""
    require(case.get("truncation", {"kind": "full"})["kind"] == "full", "its errors flow back through the whole sequence")
    known("case", case)
    precision = case.get("execution", {}).get("precision", "double")
    require(precision == "double", "its worker computes in doubles, not in " + precision + " precision")
    network = Network(case)
    objective = case.get("objective", {"kind": "none"})
    known("objective", objective)
    observed = Observed(case["observed"])
    whole = any(spec["kind"] == "LastStep" for spec in case["network"])
    require(whole or not observed.wants("streamed outputs"), "its worker is given whole sequences, not pieces")
    require(
        objective["kind"] == "targets" or not observed.wants("score"),
        "a score needs targets and a loss, and an upstream gradient has neither",
    )
    training = Training(case, network) if "training" in case else None

    x = tensor(case["input"]).requires_grad_()
    states = {name: tensor(state["h"]) for name, state in case.get("initialStates", {}).items()}
    for layer in network.layers:
        if isinstance(layer, Rnn) and layer.start is None:
            zero = torch.zeros(x.shape[1], layer.module.hidden_size, dtype=torch.float64)
            states[layer.name] = states.get(layer.name, zero).requires_grad_()
    outputs, finals = network.forward(x, states)
    for layer in network.layers:
        observed.put("outputs", outputs[layer.name], layer.name)
    for name, last in finals.items():
        observed.put("final h", last, name)

    if objective["kind"] == "targets":
        score = network.score(outputs, objective["loss"], tensor(objective["targets"]))
        observed.put("score", score)
        roots, arriving = [score], [None]
    elif objective["kind"] == "upstream":
        upstream = {name: tensor(state["h"]) for name, state in objective.get("finalStates", {}).items()}
        roots = [outputs[network.layers[-1].name]] + [finals[name] for name in upstream]
        arriving = [tensor(objective["outputs"])] + list(upstream.values())
    if observed.wants("gradient", "dx", "dh0"):
        torch.autograd.backward(roots, arriving)
        for layer, symbol, parameter in network.parameters():
            observed.put("gradient", ours(zero_if_none(parameter)), layer, symbol)
        observed.put("dx", zero_if_none(x))
        for name, state in states.items():
            observed.put("dh0", zero_if_none(state), name)
    if training is not None and observed.wants("score", "parameter", "optimizer state"):
        training.run(observed)
    return observed.list


def zero_if_none(leaf):
    """The gradient of a leaf, which PyTorch leaves out where nothing depends on it."""
    return torch.zeros_like(leaf) if leaf.grad is None else leaf.grad


def main():
    if sys.argv[1:] == ["--probe"]:
        missing = {"unavailable": "has no torch"}
        print(json.dumps(missing if torch is None else {"framework": "PyTorch", "version": torch.__version__}))
        return
    torch.set_num_threads(1)
    for line in sys.stdin.buffer:
        try:
            answer = {"observations": observe(json.loads(line))}
        except Unsupported as reason:
            answer = {"unsupported": str(reason)}
        # Text that is not ASCII is escaped; NaN, which JSON does not have, ends the worker.
        print(json.dumps(answer, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
