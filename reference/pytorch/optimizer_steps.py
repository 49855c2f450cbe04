"""What torch.optim makes of one number: theta = 0.5 and the gradients 0.3, -0.02, 0.1.

The tables "as in PyTorch" of features/optimizer are quoted from its output:

    python3 reference/pytorch/optimizer_steps.py
"""

import torch

GRADIENTS = [0.3, -0.02, 0.1]

OPTIMIZERS = {
    "AMSGrad": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.9, 0.5), eps=0.01, amsgrad=True),
    "AdaMax": lambda p: torch.optim.Adamax(p, lr=0.1, betas=(0.9, 0.5), eps=0.01),
    "Nadam": lambda p: torch.optim.NAdam(p, lr=0.1, betas=(0.9, 0.5), eps=0.01),
    "AdaDelta": lambda p: torch.optim.Adadelta(p, lr=0.5, rho=0.9, eps=0.01),
    "Adam, weight_decay": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.9, 0.5), eps=0.01, weight_decay=0.1),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.9, 0.5), eps=0.01, weight_decay=0.1),
}


def main():
    print("torch", torch.__version__)
    for name, make in OPTIMIZERS.items():
        theta = torch.tensor([0.5], dtype=torch.float64, requires_grad=True)
        optimizer = make([theta])
        print(name)
        for t, gradient in enumerate(GRADIENTS, 1):
            theta.grad = torch.tensor([gradient], dtype=torch.float64)
            optimizer.step()
            state = {
                key: value.item()
                for key, value in optimizer.state[theta].items()
                if key != "step" and torch.is_tensor(value)
            }
            print(" ", t, f"{theta.item():.15f}", {key: f"{value:.15f}" for key, value in state.items()})


if __name__ == "__main__":
    main()
