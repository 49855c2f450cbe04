"""Losses by torch operations; their slopes are autograd's."""

import torch

from pytorch_case import known, number, one_of, require

FUNCTIONS = ["MSE", "L2", "MCXENT", "XENT", "WASSERSTEIN", "L1", "MAE", "HINGE", "SQUARED_HINGE", "POISSON",
             "KL_DIVERGENCE", "COSINE_PROXIMITY", "MAPE", "MSLE"]
MEANS = ["MSE", "WASSERSTEIN", "MAE", "MAPE", "MSLE"]
REDUCTIONS = ["sum", "mean over batch", "mean over batch and time"]


class Loss:
    def __init__(self, loss):
        known("loss", loss)
        clipping = loss.get("clipping", {"rule": "none", "epsilon": 0})
        known("clipping", clipping)
        rule = clipping["rule"]
        require(rule != "clamped", "the slope of its clamp is 0 where ours counts as 1")
        require(rule != "clamped in score", "the gradient of its clamped loss is not that of the exact one")
        self.rule = one_of("clipping", rule, "none", "added", "floored")
        self.epsilon = number(clipping["epsilon"])
        self.function = loss["function"]
        require(self.function in FUNCTIONS, "its worker has no " + self.function)
        self.reduction = one_of("reduction", loss["reduction"], *REDUCTIONS)
        self.weights = loss.get("weights", [])

    def score(self, last, p, y, labels):
        """The reduced loss of outputs p; cross entropies come from z where the last activation is their own."""
        time, batch, features = p.shape
        weight = torch.ones_like(p)
        if self.weights:
            weight = weight * torch.tensor([number(value) for value in self.weights])
        if labels is not None:
            weight = weight * labels
        total = self.cosines(p, y, weight) if self.function == "COSINE_PROXIMITY" else self.costs(last, p, y, weight)
        if self.function in MEANS:
            total = total / features
        if self.reduction == "sum":
            return total
        return total / batch if self.reduction == "mean over batch" else total / (batch * time)

    def costs(self, last, p, y, weight):
        """The sum of the weighted costs. What has no weight is left out, since 0 times infinity would be no number."""
        kept = weight != 0
        weight, target = weight[kept], y[kept]
        function = self.function
        own = {"MCXENT": "softmax", "XENT": "sigmoid"}.get(function, "none")
        if self.rule == "none" and getattr(last, "activation", "") == own:
            if function == "MCXENT":
                return -(weight * target * torch.log_softmax(last.z, -1)[kept]).sum()
            return torch.nn.functional.binary_cross_entropy_with_logits(last.z[kept], target, weight, reduction="sum")
        return (weight * self.cost(p[kept], target)).sum()

    def cost(self, p, y):
        added = self.epsilon if self.rule == "added" else 0.0
        function = self.function
        if function in ("MSE", "L2"):
            return (y - p).square()
        if function == "WASSERSTEIN":
            return y * p
        if function == "MCXENT":
            return -y * torch.log(p + added)
        if function == "XENT":
            return -(y * torch.log(p + added) + (1 - y) * torch.log(1 - p + added))
        if function in ("L1", "MAE"):
            return (y - p).abs()
        if function == "HINGE":
            return torch.relu(1 - y * p)
        if function == "SQUARED_HINGE":
            return torch.relu(1 - y * p).square()
        if function == "POISSON":
            return p - y * torch.log(p)
        if function == "KL_DIVERGENCE":
            return y * torch.log(torch.where(y == 0, torch.ones_like(y), y / p))
        if function == "MAPE":
            return 100 * ((y - p) / y).abs()
        return torch.log((1 + p) / (1 + y)).square()

    def cosines(self, p, y, weight):
        """Of every row −Σ w·y·p/(‖y‖·‖p‖); a norm below a floor is the floor, with slope 0."""
        kept = (weight != 0).any(-1)
        p, y, weight = p[kept], y[kept], weight[kept]
        return -((weight * y * p).sum(-1) / (self.norms(y) * self.norms(p))).sum()

    def norms(self, rows):
        norms = torch.linalg.vector_norm(rows, dim=-1)
        floor = torch.full_like(norms, self.epsilon)
        return torch.where(norms > floor, norms, floor) if self.rule == "floored" else norms
