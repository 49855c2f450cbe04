"""Optimizer steps by torch.optim, at the learning rates and from the state of the optimizer that a case gives."""

import math
from fractions import Fraction

import torch

from pytorch_case import Masks, known, number, numbers, one_of, require, states_of, tensor
from pytorch_layers import ours

# For every optimizer: our slots and the names that torch.optim gives them.
SLOTS = {
    "Sgd": {},
    "NoOp": {},
    "Nesterov": {"v": "momentum_buffer"},
    "Adam": {"m": "exp_avg", "v": "exp_avg_sq"},
    "AmsGrad": {"m": "exp_avg", "v": "exp_avg_sq", "vmax": "max_exp_avg_sq"},
    "AdaMax": {"m": "exp_avg", "u": "exp_inf"},
    "Nadam": {"m": "exp_avg", "v": "exp_avg_sq"},
    "AdaDelta": {"s": "square_avg", "d": "acc_delta"},
    "RmsProp": {"s": "square_avg"},
    "AdaGrad": {"s": "sum"},
}
WEIGHTS, BIASES = ("W", "RW"), ("b", "rb")
MOMENTUM_GROWTH = 0.004
# What clip_grad_norm_ adds to the norm.
NORM_EPSILON = 1e-6


def rate(schedule, n):
    """The learning rate of a schedule at its count n, which begins at 0."""
    kind = schedule["kind"]
    if kind == "Fixed":
        return number(schedule["rate"])
    if kind == "Table":
        return number(max((row for row in schedule["rates"] if row["from"] <= n), key=lambda row: row["from"])["rate"])
    alpha = number(schedule["rate"])
    if kind == "Step":
        return alpha * number(schedule["decay"]) ** (n // schedule["length"])
    if kind == "Exponential":
        return alpha * number(schedule["decay"]) ** n
    if kind == "Inverse":
        return alpha / (1 + number(schedule["decay"]) * n) ** number(schedule["power"])
    if kind == "Poly":
        share = n / schedule["length"]
        base = 1 + share if one_of("form", schedule["form"], "falling", "rising") == "rising" else 1 - share
        return alpha * base ** number(schedule["power"]) if n < schedule["length"] else 0.0
    if kind == "Sigmoid":
        return alpha / (1 + math.exp(-number(schedule["slope"]) * (n - schedule["middle"])))
    place, slope = n % schedule["length"], (schedule["length"] - schedule["annealing"]) // 2
    peak, decay = numbers(schedule, "peak", "decay")
    ascent = (peak - alpha) / slope
    if place < slope:
        return alpha + ascent * place
    return peak - ascent * (place - slope) if place < 2 * slope else alpha * decay ** (place - 2 * slope)


class Pace:
    """The learning rate of every optimizer step, counted from 1."""

    def __init__(self, spec, pace):
        self.schedule = {"kind": "Fixed", "rate": 1.0 if spec["kind"] == "NoOp" else spec["rate"]}
        self.every = 1
        self.ramp = 0
        if pace is not None:
            known("pace", pace)
            self.schedule = pace["schedule"]
            self.every = pace.get("every", 1)
        self.require_known()
        if self.schedule["kind"] == "Ramp":
            self.ramp = self.schedule["length"]
            self.schedule = self.schedule["after"]
            self.require_known()

    def require_known(self):
        kind = self.schedule["kind"]
        require(kind in ("Fixed", "Step", "Exponential", "Inverse", "Poly", "Sigmoid", "Table", "Cycle", "Ramp"),
                "its worker has no schedule " + kind)
        known(kind, self.schedule)
        for row in self.schedule.get("rates", []):
            known("rates", row)

    def at(self, step):
        alpha = rate(self.schedule, (step - 1) // self.every)
        return step / self.ramp * alpha if step < self.ramp else alpha

    def constant(self):
        return self.schedule["kind"] == "Fixed" and self.ramp <= 1


class Regularisation:
    """Penalties and weight decay of weights and of biases; torch.optim has them as a group's weight_decay."""

    def __init__(self, spec, regularisation):
        known("regularisation", regularisation)
        rules = [regularisation.get(name, {}) for name in ("weights", "biases")]
        self.l2, self.decay = [], []
        for rule in rules:
            known("penalties", rule)
            require(number(rule.get("l1", 0)) == 0, "its optimizers have no l1 penalty")
            self.l2.append(number(rule.get("l2", 0)))
            self.decay.append(number(rule.get("decay", 0)))
            require(self.decay[-1] == 0 or rule.get("decayTimesRate", True),
                    "its AdamW multiplies weight decay by the learning rate")
        self.decoupled = any(self.decay)
        if self.decoupled:
            require(spec["kind"] in ("Adam", "AmsGrad"),
                    "its worker has weight decay beside the step of AdamW only, not of " + spec["kind"])
            require(not any(self.l2), "its optimizers have either an l2 penalty or weight decay beside the step")

    def groups(self, parameters):
        """Weights, biases and what has neither, each with its weight_decay."""
        strengths = (self.decay if self.decoupled else self.l2) + [0.0]
        kinds = [[], [], []]
        for _, symbol, parameter in parameters:
            kinds[self.kind(symbol)].append(parameter)
        return [{"params": group, "weight_decay": strength} for group, strength in zip(kinds, strengths) if group]

    def penalty(self, parameters):
        """What Lockstep adds to the score of a step, though nothing of weight decay is minimised."""
        strengths = [l2 + decay for l2, decay in zip(self.l2, self.decay)] + [0.0]
        return sum(strengths[self.kind(symbol)] / 2 * p.detach().square().sum() for _, symbol, p in parameters)

    @staticmethod
    def kind(symbol):
        return 0 if symbol in WEIGHTS else 1 if symbol in BIASES else 2


class Training:
    def __init__(self, case, network, loss):
        self.case = case
        self.network = network
        self.loss = loss
        self.training = case["training"]
        known("training", self.training)
        for minibatch in self.training["minibatches"]:
            known("minibatch", minibatch)
        self.spec = self.training["optimizer"]
        self.kind = self.spec["kind"]
        require(self.kind in SLOTS, "its worker has no " + self.kind)
        known(self.kind, self.spec)
        self.clip = self.training.get("clip", {"kind": "off"})
        known("clip", self.clip)
        require(self.clip["kind"] in ("off", "elementwise", "global norm"),
                "its clips are those by entry and by the norm of all parameters")
        # A tensor's item, since a case in single precision has its numbers so.
        require(self.clip["kind"] != "global norm" or number(self.clip.get("epsilon", 0)) == torch.tensor(NORM_EPSILON).item(),
                "its clip by norm divides by the norm plus 1e-6")
        self.pace = Pace(self.spec, self.training.get("pace"))
        self.regularisation = Regularisation(self.spec, self.training.get("regularisation", {}))
        self.optimizer = self.make(self.regularisation.groups(network.parameters))
        # What Nesterov's v is of PyTorch's buffer, a sum of gradients where v is one of steps.
        self.share = -self.pace.at(1) if self.kind == "Nesterov" else 1.0
        self.taken = 0
        if "start" in self.training:
            self.resume(self.training["start"])

    def resume(self, start):
        known("start", start)
        self.taken = start["stepsTaken"]
        for layer, symbol, parameter in self.network.parameters:
            state = self.optimizer.state[parameter]
            state["step"] = torch.tensor(float(self.taken))
            for slot, name in SLOTS[self.kind].items():
                array = self.buffer(tensor(start["slots"][slot][layer][symbol]))
                state[name] = array.t().contiguous().reshape(parameter.shape)
            if self.kind == "Nadam":
                beta1 = number(self.spec["beta1"])
                momenta = [beta1 * (1 - 0.5 * 0.96 ** (t * MOMENTUM_GROWTH)) for t in range(1, self.taken + 1)]
                state["mu_product"] = torch.tensor(math.prod(momenta, start=1.0))

    def buffer(self, slot):
        """What PyTorch keeps in the place of a slot; a rounding here would be one that no optimizer makes."""
        if self.share == 1:
            return slot
        quotient = slot / self.share
        pairs = zip(quotient.reshape(-1).tolist(), slot.reshape(-1).tolist())
        exact = all(Fraction(q) * Fraction(self.share) == Fraction(v) for q, v in pairs)
        require(exact, "its SGD starts from −v/α, which would have to be rounded")
        return quotient

    def make(self, groups):
        spec, kind, alpha = self.spec, self.kind, self.pace.at(1)
        if kind in ("Sgd", "NoOp"):
            return torch.optim.SGD(groups, alpha)
        if kind == "Nesterov":
            require(spec["form"] == "reformulated", "its SGD keeps the point that is looked ahead to")
            require(self.pace.constant(), "its SGD keeps gradients where v has steps, which differ if the rate changes")
            momentum = number(spec["momentum"])
            require(momentum > 0, "its SGD has Nesterov's momentum above 0 only")
            return torch.optim.SGD(groups, alpha, momentum, nesterov=True)
        epsilon = number(spec["epsilon"])
        if kind == "AdaDelta":
            return torch.optim.Adadelta(groups, alpha, number(spec["decay"]), epsilon)
        if kind in ("RmsProp", "AdaGrad"):
            require(spec["placement"] == "outside root", "its " + kind + " adds ε to the root")
            if kind == "AdaGrad":
                first = epsilon if one_of("start", spec["start"], "zero", "epsilon") == "epsilon" else 0.0
                return torch.optim.Adagrad(groups, alpha, eps=epsilon, initial_accumulator_value=first)
            require(spec["start"] == "zero", "its RMSprop starts from s = 0")
            return torch.optim.RMSprop(groups, alpha, number(spec["decay"]), epsilon)
        betas = tuple(numbers(spec, "beta1", "beta2"))
        if kind == "AdaMax":
            require(spec["form"] == "beside gradient", "its Adamax adds ε to |∇|")
            return torch.optim.Adamax(groups, alpha, betas, epsilon)
        if kind == "Nadam":
            require(spec["form"] == "growing momentum", "its NAdam has a momentum that grows and corrects both moments")
            require(int(torch.__version__.split(".")[0]) >= 2,
                    "its NAdam before version 2.0 has a μ too many in the product that corrects m")
            return torch.optim.NAdam(groups, alpha, betas, epsilon, momentum_decay=MOMENTUM_GROWTH)
        greatest = kind == "AmsGrad"
        own = "AMSGrad corrects v̂ before its root, to which it adds ε" if greatest else "Adam adds ε to √v̂"
        require(spec["form"] == "algorithm 1", "its " + own)
        algorithm = torch.optim.AdamW if self.regularisation.decoupled else torch.optim.Adam
        return algorithm(groups, alpha, betas, epsilon, amsgrad=greatest)

    def run(self, observed):
        minibatches = self.training["minibatches"]
        order = self.training.get("order", range(1, len(minibatches) + 1))
        states = states_of(self.case.get("initialStates", {}))
        parameters = self.network.parameters
        for step, chosen in enumerate(order, 1):
            minibatch = minibatches[chosen - 1]
            masks = Masks(minibatch)
            for group in self.optimizer.param_groups:
                group["lr"] = self.pace.at(self.taken + step)
            self.optimizer.zero_grad()
            outputs, _ = self.network.forward(tensor(minibatch["input"]), states, masks)
            last = self.network.layers[-1]
            score = self.loss.score(last, outputs[last.name], tensor(minibatch["targets"]), masks.labels)
            score.backward()
            observed.put("score", score.detach() + self.regularisation.penalty(parameters), step=step)
            if self.clip["kind"] == "elementwise":
                torch.nn.utils.clip_grad_value_([p for _, _, p in parameters], number(self.clip["threshold"]))
            if self.clip["kind"] == "global norm":
                torch.nn.utils.clip_grad_norm_([p for _, _, p in parameters], number(self.clip["threshold"]))
            self.optimizer.step()
            for layer, symbol, parameter in parameters:
                observed.put("parameter", ours(parameter), layer, symbol, step)
                for slot, name in SLOTS[self.kind].items():
                    state = self.optimizer.state[parameter][name].double() * self.share
                    observed.put("optimizer state", ours(state), layer, symbol + "." + slot, step)
