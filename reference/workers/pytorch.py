"""A worker for PyTorch: reads cases, one a line, and answers each with one line (see reference/README.md).

    python3 pytorch.py --probe     says which version there is, or what is missing
    python3 pytorch.py             answers until its input ends
"""

import json
import math
import sys

sys.dont_write_bytecode = True  # this folder may be one that is deleted file by file

try:
    import torch
except ImportError:
    torch = None
else:
    from pytorch_case import PRECISIONS, Masks, Unsupported, known, one_of, require, states_of, tensor
    from pytorch_layers import Network, ours
    from pytorch_losses import Loss
    from pytorch_training import Training

STATES = ["final h", "final c"]
START_GRADIENTS = ["dh0", "dc0"]
GRADIENTS = ["gradient", "dx"] + START_GRADIENTS
TRAINED = ["score", "parameter", "optimizer state"]
KINDS = ["outputs", "streamed outputs"] + STATES + GRADIENTS + TRAINED


class Observed:
    """What the case asks for, and nothing else."""

    def __init__(self, kinds):
        unknown = sorted(set(kinds) - set(KINDS))
        require(not unknown, "its worker does not know the " + ", ".join(unknown))
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


def require_what_packing_computes(network, masks, observed, upstream):
    """Packed sequences end where a row does, and know nothing of what becomes of its state afterwards."""
    if not masks.resets or not network.recurrent:
        return
    require(not observed.wants(*STATES) and not upstream,
            "its packed sequences carry states past the end of a row, where the case resets them")
    both = any(layer.mode is not None for layer in network.recurrent)
    require(not both or not observed.wants(*START_GRADIENTS),
            "its packed sequences start in reverse from the state that the case resets at the steps before")


def leaves(network, case, batch):
    """The initial states of layers that are given one, zero unless the case says otherwise; gradients flow to them."""
    given = states_of(case.get("initialStates", {}))
    states = {}
    for layer in network.recurrent:
        for part in layer.parts:
            if part not in layer.trained:
                state = given.get(part) or layer.zero(batch)
                states[part] = tuple(s if s is None else s.requires_grad_() for s in state)
    return states


def observe(case):
    """Everything that the case asks for, as a list of observations."""
    truncation = case.get("truncation", {"kind": "full"})
    require(truncation["kind"] == "full", "its errors flow back through the whole sequence")
    known("case", case)
    execution = case.get("execution", {})
    known("execution", execution)
    precision = one_of("precision", execution.get("precision", "double"), *PRECISIONS)
    torch.set_default_dtype(PRECISIONS[precision])
    observed = Observed(case["observed"])
    network = Network(case)
    objective = case.get("objective", {"kind": "none"})
    known("objective", objective)
    kind = one_of("objective", objective["kind"], "none", "targets", "upstream")
    require(kind == "targets" or not observed.wants("score"),
            "a score needs targets and a loss, and an upstream gradient has neither")
    loss = Loss(objective["loss"]) if kind == "targets" else None
    training = Training(case, network, loss) if "training" in case else None
    masks = Masks(case)
    upstream = states_of(objective.get("finalStates", {}))
    require_what_packing_computes(network, masks, observed, upstream)

    x = tensor(case["input"]).requires_grad_()
    states = leaves(network, case, x.shape[1])
    outputs, finals = network.forward(x, states, masks)
    for layer in network.layers:
        observed.put("outputs", outputs[layer.name], layer.name)
    for name, (h, c) in finals.items():
        observed.put("final h", h, name)
        if c is not None:
            observed.put("final c", c, name)
    if observed.wants("streamed outputs") and network.streams():
        observed.put("streamed outputs", network.streamed(x, states, masks))

    last = network.layers[-1]
    if kind == "targets":
        score = loss.score(last, outputs[last.name], tensor(objective["targets"]), masks.labels)
        observed.put("score", score)
        arriving = [(score, None)]
    elif kind == "upstream":
        arriving = [(outputs[last.name], tensor(objective["outputs"]))]
        for name, (dh, dc) in upstream.items():
            arriving += [(finals[name][0], dh)] + ([] if dc is None else [(finals[name][1], dc)])
    if observed.wants(*GRADIENTS):
        torch.autograd.backward(*zip(*arriving))
        for layer, symbol, parameter in network.parameters:
            observed.put("gradient", ours(slope(parameter)), layer, symbol)
        observed.put("dx", slope(x))
        for name, state in states.items():
            for leaf, quantity in zip(state, START_GRADIENTS):
                if leaf is not None:
                    observed.put(quantity, slope(leaf), name)
    if training is not None and observed.wants(*TRAINED):
        training.run(observed)
    return observed.list


def slope(leaf):
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
            observations = observe(json.loads(line))
            finite = all(math.isfinite(value) for observation in observations for value in observation["values"])
            answer = {"observations": observations} if finite else {"failed": "computed a number that is not finite"}
        except Unsupported as reason:
            answer = {"unsupported": str(reason)}
        # Text that is not ASCII is escaped; JSON has no NaN.
        print(json.dumps(answer, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
