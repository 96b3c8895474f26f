"""SuperGlue in PyTorch, written from the paper (Sarlin et al., arXiv 1911.11763).

Letters: M and N keypoints in image 0 and image 1; tensors of a set of points are channel-major, [C, N].
In `matches`, -1 means "no match".
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

CHANNELS = 256
HEADS = 4
LAYER_COUNT = 18
ENCODER_CHANNELS = (3, 32, 64, 128, 256, 256)
SIZE_FACTOR = 0.7  # of the longer side; the weights were trained with it, so it is no setting


@dataclass(frozen=True)
class Matching:
    threshold: float = 0.2
    sinkhorn_iterations: int = 100


@dataclass(frozen=True)
class Matches:
    """matches0 [M] indexes image 1 and matches1 [N] image 0; confidences are 0 where no mutual best exists."""

    matches0: Tensor
    matches1: Tensor
    confidence0: Tensor
    confidence1: Tensor


def mlp(channels: tuple[int, ...]) -> nn.Sequential:
    """1x1 convolutions with batch norm and ReLU between them."""
    layers = []
    for inputs, outputs in zip(channels, channels[1:]):
        layers += [nn.Conv1d(inputs, outputs, 1), nn.BatchNorm1d(outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-2])


class KeypointEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = mlp(ENCODER_CHANNELS)

    def forward(self, keypoints: Tensor, scores: Tensor) -> Tensor:
        return self.encoder(torch.cat([keypoints.T, scores[None]])[None])[0]


class Attention(nn.Module):
    """Four heads of 64 channels; channel c belongs to head c mod 4, as in the published weights."""

    def __init__(self):
        super().__init__()
        self.proj = nn.ModuleList(nn.Conv1d(CHANNELS, CHANNELS, 1) for _ in range(3))
        self.merge = nn.Conv1d(CHANNELS, CHANNELS, 1)

    def forward(self, x: Tensor, source: Tensor) -> Tensor:
        query, key, value = (
            layer(points[None]).view(CHANNELS // HEADS, HEADS, -1)
            for layer, points in zip(self.proj, (x, source, source))
        )
        weights = (torch.einsum("dhn,dhm->hnm", query, key) / (CHANNELS // HEADS) ** 0.5).softmax(dim=-1)
        message = torch.einsum("hnm,dhm->dhn", weights, value)
        return self.merge(message.reshape(1, CHANNELS, -1))[0]


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = Attention()
        self.mlp = mlp((2 * CHANNELS, 2 * CHANNELS, CHANNELS))

    def forward(self, x: Tensor, source: Tensor) -> Tensor:
        return x + self.mlp(torch.cat([x, self.attn(x, source)])[None])[0]


class GraphNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYER_COUNT))

    def forward(self, x0: Tensor, x1: Tensor, trace: list | None = None) -> tuple[Tensor, Tensor]:
        for index, layer in enumerate(self.layers):
            sources = (x0, x1) if index % 2 == 0 else (x1, x0)  # self, cross, self, ...
            x0, x1 = layer(x0, sources[0]), layer(x1, sources[1])  # both from the old values
            if trace is not None:
                trace.append((x0, x1))
        return x0, x1


class SuperGlue(nn.Module):
    def __init__(self):
        super().__init__()
        self.kenc = KeypointEncoder()
        self.gnn = GraphNetwork()
        self.final_proj = nn.Conv1d(CHANNELS, CHANNELS, 1)
        self.bin_score = nn.Parameter(torch.tensor(1.0))
        self.eval()

    def forward(self, keypoints0, scores0, descriptors0, keypoints1, scores1, descriptors1) -> Tensor:
        """Scores [M, N] of normalised keypoints [M, 2], scores [M] and descriptors [M, 256], and the same of N."""
        x0 = descriptors0.T + self.kenc(keypoints0, scores0)
        x1 = descriptors1.T + self.kenc(keypoints1, scores1)
        return self.project(*self.gnn(x0, x1))

    def project(self, x0: Tensor, x1: Tensor) -> Tensor:
        projected0, projected1 = self.final_proj(x0[None])[0], self.final_proj(x1[None])[0]
        return projected0.T @ projected1 / CHANNELS**0.5

    @torch.inference_mode()
    def match(self, features0, features1, size0, size1, settings: Matching = Matching()) -> Matches:
        """Matches of two sets of features; sizes are the real (width, height) of the images."""
        count0, count1 = len(features0.keypoints), len(features1.keypoints)
        if count0 == 0 or count1 == 0:
            return no_matches(count0, count1)
        scores = self(
            normalise(features0.keypoints, size0), features0.scores, features0.descriptors,
            normalise(features1.keypoints, size1), features1.scores, features1.descriptors,
        )
        log_assignment = optimal_transport(scores, self.bin_score, settings.sinkhorn_iterations)
        return mutual_matches(log_assignment, settings.threshold)


def normalise(keypoints: Tensor, size: tuple[int, int]) -> Tensor:
    """Keypoints [N, 2] in pixels, centred and divided by 0.7 times the longer side of their own image."""
    size = torch.tensor(size, dtype=keypoints.dtype)
    return (keypoints - size / 2) / (SIZE_FACTOR * size.max())


def no_matches(count0: int, count1: int) -> Matches:
    return Matches(
        torch.full((count0,), -1), torch.full((count1,), -1), torch.zeros(count0), torch.zeros(count1)
    )


def optimal_transport(scores: Tensor, dustbin: Tensor, iterations: int) -> Tensor:
    """Log assignment [M + 1, N + 1] of scores [M, N]: Sinkhorn's iterations in the log domain, rows first.

    A point has mass 1, the dustbin of a side as much as the other side has points.
    """
    rows, columns = scores.shape
    couplings = torch.full((rows + 1, columns + 1), float(dustbin), dtype=scores.dtype)
    couplings[:-1, :-1] = scores
    log_total = torch.log(torch.tensor(rows + columns, dtype=scores.dtype))
    log_mu = log_masses(rows, columns, scores.dtype) - log_total
    log_nu = log_masses(columns, rows, scores.dtype) - log_total
    u, v = torch.zeros_like(log_mu), torch.zeros_like(log_nu)
    for _ in range(iterations):
        u = log_mu - torch.logsumexp(couplings + v, dim=1)
        v = log_nu - torch.logsumexp(couplings + u[:, None], dim=0)
    return couplings + u[:, None] + v + log_total


def log_masses(points: int, others: int, dtype) -> Tensor:
    masses = torch.zeros(points + 1, dtype=dtype)
    masses[-1] = torch.log(torch.tensor(others, dtype=dtype))
    return masses


def mutual_matches(log_assignment: Tensor, threshold: float) -> Matches:
    """Pairs that are each other's best and whose probability exceeds the threshold."""
    inner = log_assignment[:-1, :-1]
    best0, best1 = inner.argmax(dim=1), inner.argmax(dim=0)
    index0, index1 = torch.arange(len(best0)), torch.arange(len(best1))
    mutual0, mutual1 = best1[best0] == index0, best0[best1] == index1
    confidence0 = torch.where(mutual0, inner[index0, best0].exp(), 0)
    confidence1 = torch.where(mutual1, confidence0[best1], 0)
    matches0 = torch.where(confidence0 > threshold, best0, -1)
    matches1 = torch.where(confidence1 > threshold, best1, -1)
    return Matches(matches0, matches1, confidence0, confidence1)


def start_state(seed: int = 0) -> SuperGlue:
    """The network that training starts from: silent messages and encoder, so that it equals optimal transport over
    descriptors; a score is 20 times their cosine."""
    torch.manual_seed(seed)
    network = SuperGlue()
    silent = [network.kenc.encoder[-1]] + [layer.mlp[-1] for layer in network.gnn.layers]
    with torch.no_grad():
        for layer in silent:
            layer.weight.zero_()
            layer.bias.zero_()
        network.final_proj.weight.copy_(torch.eye(CHANNELS)[:, :, None] * (16 * 20) ** 0.5)
        network.final_proj.bias.zero_()
        network.bin_score.fill_(10)
    return network
