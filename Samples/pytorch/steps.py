"""Times training steps of `mixlab bench` in PyTorch, to be compared on one machine.

    pip install torch numpy
    python3 Samples/pytorch/steps.py dcgan32 [preact18 ...] [--bf16] [--compile] [--threads N]

Networks, batches, losses and optimizers are those of the workload of the same name. Of the memory
layouts of images, contiguous and channels last, both are timed. Like `mixlab bench`, it makes three
steps, then five blocks of steps, and prints the median block, the fastest and the slowest.
"""

import argparse
import statistics
import time

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, relu


def perceptron(*sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Adversaries:
    """A generator and a discriminator with an optimizer each."""

    def __init__(self, generator, discriminator, options, **adam):
        self.options = options
        self.generator = generator.to(memory_format=options.layout)
        self.discriminator = discriminator.to(memory_format=options.layout)
        self.for_generator = torch.optim.Adam(generator.parameters(), fused=True, **adam)
        self.for_discriminator = torch.optim.Adam(discriminator.parameters(), fused=True, **adam)
        self.generate = options.compiled(self.generator)
        self.answer = options.compiled(self.discriminator)

    def update_discriminator(self, loss):
        self.for_discriminator.zero_grad()
        loss.backward()
        self.for_discriminator.step()

    def update_generator(self, loss):
        # The discriminator's weights need no gradients here, only its inputs do.
        self.discriminator.requires_grad_(False)
        self.for_generator.zero_grad()
        loss().backward()
        self.for_generator.step()
        self.discriminator.requires_grad_(True)


def points_gan(options, penalty=False, batch=128, critic_updates=5):
    nets = Adversaries(
        perceptron(2, 512, 512, 512, 2), perceptron(2, 512, 512, 512, 1), options)
    weights = torch.distributions.Beta(0.2, 0.2)
    ones = torch.ones(batch, 1)

    def ring():
        angles = torch.randint(0, 8, (batch,)) * (torch.pi / 4)
        return 2 * torch.stack([angles.cos(), angles.sin()], 1) + 0.02 * torch.randn(batch, 2)

    def mixture_loss(real, fake):
        weight = weights.sample((batch, 1))
        answers = nets.answer(torch.lerp(fake, real, weight))
        return binary_cross_entropy_with_logits(answers, weight)

    def penalised_loss(real, fake):
        between = torch.lerp(fake, real, torch.rand(batch, 1)).requires_grad_()
        (slope,) = torch.autograd.grad(nets.answer(between).sum(), between, create_graph=True)
        of_real, of_fake = nets.answer(torch.cat([real, fake])).chunk(2)
        return of_fake.mean() - of_real.mean() + 0.1 * (slope.norm(dim=1) - 1).square().mean()

    def generator_loss():
        answers = nets.answer(nets.generate(torch.randn(batch, 2)))
        return -answers.mean() if penalty else binary_cross_entropy_with_logits(answers, ones)

    def step():
        for _ in range(critic_updates):
            with torch.no_grad():
                fake = nets.generate(torch.randn(batch, 2))
            nets.update_discriminator((penalised_loss if penalty else mixture_loss)(ring(), fake))
        nets.update_generator(generator_loss)

    return step


def dcgan(channels, side, base=64):
    """Generator and discriminator; 4 x 4 or 7 x 7 pixels are doubled until the side is reached."""
    start, doublings = (4, 3) if side == 32 else (7, 2)
    width = base << (doublings - 1)
    up = [nn.ConvTranspose2d(100, width, start, bias=False), nn.BatchNorm2d(width), nn.ReLU(True)]
    down = []
    for _ in range(doublings - 1):
        up += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False),
               nn.BatchNorm2d(width // 2), nn.ReLU(True)]
        down = [nn.Conv2d(width // 2, width, 4, 2, 1, bias=False),
                nn.BatchNorm2d(width), nn.LeakyReLU(0.2, True)] + down
        width //= 2
    up += [nn.ConvTranspose2d(base, channels, 4, 2, 1), nn.Tanh()]
    down = [nn.Conv2d(channels, base, 4, 2, 1), nn.LeakyReLU(0.2, True)] + down
    down += [nn.Conv2d(base << (doublings - 1), 1, start), nn.Flatten()]
    return nn.Sequential(*up), nn.Sequential(*down)


def image_gan(options, channels, side, batch=64):
    nets = Adversaries(*dcgan(channels, side), options, lr=2e-4, betas=(0.5, 0.999))
    images = (torch.rand(1024, channels, side, side) * 2 - 1).contiguous(
        memory_format=options.layout)
    weights = torch.distributions.Beta(0.2, 0.2)
    ones = torch.ones(batch, 1)

    def step():
        real = images[torch.randint(0, len(images), (batch,))]
        weight = weights.sample((batch, 1))
        with options.precision():
            fake = nets.generate(torch.randn(batch, 100, 1, 1))
            mixed = torch.lerp(fake.detach().float(), real, weight[..., None, None])
            answers = nets.answer(mixed)
        nets.update_discriminator(binary_cross_entropy_with_logits(answers.float(), weight))

        def generator_loss():
            with options.precision():
                answers = nets.answer(fake)
            return binary_cross_entropy_with_logits(answers.float(), ones)

        nets.update_generator(generator_loss)

    return step


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.norms = nn.ModuleList([nn.BatchNorm2d(inputs), nn.BatchNorm2d(outputs)])
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        changes = stride != 1 or inputs != outputs
        self.shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if changes else None

    def forward(self, images):
        inner = relu(self.norms[0](images))
        shortcut = images if self.shortcut is None else self.shortcut(inner)
        return self.second(relu(self.norms[1](self.first(inner)))) + shortcut


def residual_network(stem, widths, blocks, ends_in_norm):
    layers, inputs = [nn.Conv2d(3, stem, 3, 1, 1, bias=False)], stem
    for stage, width in enumerate(widths):
        for block in range(blocks):
            layers.append(ResidualBlock(inputs, width, 2 if stage and not block else 1))
            inputs = width
    if ends_in_norm:
        layers += [nn.BatchNorm2d(inputs), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10))


def classifier(options, network, batch):
    network = network.to(memory_format=options.layout)
    optimizer = torch.optim.SGD(
        network.parameters(), 0.01, momentum=0.9, weight_decay=1e-4, fused=True)
    images = torch.randn(8 * batch, 3, 32, 32).contiguous(memory_format=options.layout)
    labels = torch.randint(0, 10, (8 * batch,))
    answer = options.compiled(network)
    weights = torch.distributions.Beta(1.0, 1.0)

    def step():
        rows, order = torch.randint(0, len(images), (batch,)), torch.randperm(batch)
        real, truth, weight = images[rows], labels[rows], weights.sample().item()
        with options.precision():
            answers = answer(torch.lerp(real[order], real, weight)).float()
        loss = weight * cross_entropy(answers, truth)
        loss += (1 - weight) * cross_entropy(answers, truth[order])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


class Options:
    def __init__(self, layout, bf16, compiles):
        self.layout = getattr(torch, layout)
        self.bf16, self.compiles = bf16, compiles

    def precision(self):
        return torch.autocast("cpu", torch.bfloat16, enabled=self.bf16)

    def compiled(self, network):
        return torch.compile(network) if self.compiles else network


# What makes a workload's step, the steps in a block, and whether images go in.
WORKLOADS = {
    "toy-gan": (points_gan, 40, False),
    "wgan-gp": (lambda options: points_gan(options, penalty=True), 20, False),
    "dcgan28": (lambda options: image_gan(options, 1, 28), 10, True),
    "dcgan32": (lambda options: image_gan(options, 3, 32), 10, True),
    "preact18": (
        lambda options: classifier(
            options, residual_network(64, [64, 128, 256, 512], 2, False), 128), 2, True),
    "wrn-28-10": (
        lambda options: classifier(
            options, residual_network(16, [160, 320, 640], 4, True), 32), 1, True),
}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="+", choices=WORKLOADS)
    parser.add_argument("--bf16", action="store_true", help="images only: autocast to bf16")
    parser.add_argument("--compile", action="store_true", help="networks through torch.compile")
    parser.add_argument("--threads", type=int, help="threads of kernels; default: PyTorch's choice")
    given = parser.parse_args()
    if given.compile and "wgan-gp" in given.workloads:
        parser.error("torch.compile has no second derivatives; leave wgan-gp out")
    if given.threads:
        torch.set_num_threads(given.threads)
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
    for name in given.workloads:
        make, steps, has_images = WORKLOADS[name]
        for layout in ["contiguous_format", "channels_last"] if has_images else [
                "contiguous_format"]:
            torch.compiler.reset()
            torch.manual_seed(0)
            step = make(Options(layout, given.bf16 and has_images, given.compile))
            for _ in range(3):
                step()
            blocks = []
            for _ in range(5):
                start = time.perf_counter()
                for _ in range(steps):
                    step()
                blocks.append((time.perf_counter() - start) / steps * 1000)
            print(f"{name:10} {layout:18} {statistics.median(blocks):8.1f} ms a step, "
                  f"{min(blocks):.1f} to {max(blocks):.1f}", flush=True)


if __name__ == "__main__":
    main()
