"""PyTorch's side of `lockstep bench`: takes the same training step again and again, and says how long it took.

    python3 pytorch_step.py --probe     says which version there is, or what is missing
    python3 pytorch_step.py             answers requests, one JSON object a line, until its input ends

The step: forward, sum of squares, backward to all parameters and to the input, SGD. Requests and their answers:

    {"ask": "prepare", "layer": "LSTM", "sizes": [in, h, T, B], "threads": n, "data": FILE, "numbers": FILE}
        reads W, RW, b, x and the targets, little-endian doubles, gates i f g o, time-major; takes one step; writes the loss,
        dW, dRW, db, dx and the new W, RW and b; answers {"prepared": true}. With 0 threads PyTorch chooses how many.
    {"ask": "time", "seconds": s, "atLeast": n}
        answers {"milliseconds": median, "steps": taken}

What fails is answered by {"failed": "why"}.
"""

import array
import json
import statistics
import sys
import time

try:
    import torch
except ImportError:
    torch = None

RATE = 1e-6
SAMPLE_SECONDS = 50e-6


class Step:
    """torch.nn.LSTM and torch.nn.RNN have our gate order, our matrices transposed, and a second bias, which stays 0 here."""

    def __init__(self, layer, sizes, path):
        inputs, units, steps, batch = sizes
        columns = (4 if layer == "LSTM" else 1) * units
        numbers = array.array("d")
        with open(path, "rb") as file:
            numbers.frombytes(file.read())
        if sys.byteorder != "little":
            numbers.byteswap()
        self.numbers = torch.tensor(numbers, dtype=torch.float64)
        w, rw = self.take(inputs, columns), self.take(units, columns)
        b = self.take(columns)
        x, self.targets = self.take(steps, batch, inputs), self.take(steps, batch, units)
        kind = torch.nn.LSTM if layer == "LSTM" else torch.nn.RNN
        self.module = kind(inputs, units).double()
        with torch.no_grad():
            self.module.weight_ih_l0.copy_(w.t())
            self.module.weight_hh_l0.copy_(rw.t())
            self.module.bias_ih_l0.copy_(b)
            self.module.bias_hh_l0.zero_()
        self.module.bias_hh_l0.requires_grad_(False)
        self.x = x.clone().requires_grad_()
        trained = [self.module.weight_ih_l0, self.module.weight_hh_l0, self.module.bias_ih_l0]
        self.optimizer = torch.optim.SGD(trained, lr=RATE)

    def take(self, *shape):
        """The next numbers of the file."""
        count = 1
        for size in shape:
            count *= size
        taken, self.numbers = self.numbers[:count], self.numbers[count:]
        return taken.reshape(shape)

    def __call__(self):
        self.optimizer.zero_grad(set_to_none=True)
        self.x.grad = None
        outputs, _ = self.module(self.x)
        self.loss = ((outputs - self.targets) ** 2).sum()
        self.loss.backward()
        self.optimizer.step()

    def write(self, path):
        module = self.module
        arrays = [
            self.loss,
            module.weight_ih_l0.grad.t(),
            module.weight_hh_l0.grad.t(),
            module.bias_ih_l0.grad,
            self.x.grad,
            module.weight_ih_l0.t(),
            module.weight_hh_l0.t(),
            module.bias_ih_l0,
        ]
        numbers = array.array("d")
        for one in arrays:
            numbers.extend(one.detach().flatten().tolist())
        if sys.byteorder != "little":
            numbers.byteswap()
        with open(path, "wb") as file:
            numbers.tofile(file)


def measured(step, seconds, at_least):
    """Steps for that long; short ones several between two looks at the clock."""
    start = time.perf_counter()
    step()
    once = time.perf_counter() - start
    group = max(1, int(SAMPLE_SECONDS / once))
    samples = [once * 1e3] if group == 1 else []
    steps = 1
    while len(samples) < at_least or time.perf_counter() < start + seconds:
        before = time.perf_counter()
        for _ in range(group):
            step()
        samples.append((time.perf_counter() - before) * 1e3 / group)
        steps += group
    return {"milliseconds": statistics.median(samples), "steps": steps}


def main():
    if sys.argv[1:] == ["--probe"]:
        missing = {"unavailable": "has no torch"}
        print(json.dumps(missing if torch is None else {"framework": "PyTorch", "version": torch.__version__}))
        return
    step = None
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            if request["ask"] == "prepare":
                if request["threads"] > 0:
                    torch.set_num_threads(request["threads"])
                step = Step(request["layer"], request["sizes"], request["data"])
                step()
                step.write(request["numbers"])
                answer = {"prepared": True}
            elif request["ask"] == "time":
                answer = measured(step, request["seconds"], request["atLeast"])
            else:
                answer = {"failed": "no such request: " + request["ask"]}
        except Exception as error:
            answer = {"failed": type(error).__name__ + ": " + str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
