"""Trains the upper part of the image tower, the projection, the text tower and the damage head, in one go.

Losses (cross-entropies over cosines times a learnt temperature): photo against product texts, photo against
damage texts (prompts are the classifier, so serving's ensembles work), photo against captions of both
(CLIP, Radford et al. 2021, with soft targets where captions agree), photo against reference pictures, and class names
of the parent's world against the parent's own classifier rows, which keeps words of things that the demo shop doesn't
sell; beside them the losses of the damage head. Afterwards the tower's weights are averaged with the parent's
(WiSE-FT, Wortsman et al., CVPR 2022), so that real photographs aren't forgotten, and everything above settles on it.
"""

import copy
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import open_clip
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from intake.vision.catalogue_files import read_catalogue
from intake.vision.damage import VISIBLE
from intake.vision.encoder import DAMAGE_HEAD
from intake.vision.kinds import KIND_HEAD, KINDS
from intake.vision.open_clip_tower import maps
from intake.vision.types import CatalogueProduct
from training.clip.captions import Captions
from training.clip.damage_head import VECTOR_SCALE, DamageHead, balance, places_loss, soft_maximum, types_loss
from training.clip.features import Pictures, batches, frozen
from training.clip.parent import build, load, save
from training.clip.photos import INTACT, Labelled, read_labels, split

_WORLD = 32  # class names a batch
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)  # of the linear classifier beside the cells
TEMPERATURES = (1.0, 1.5, 2.0, 3.0, 4.0)


@dataclass(frozen=True)
class Recipe:
    """What can be turned. Chosen on the tuning photos, never on the held-out set."""

    cut: int = 4  # first trained block of the tower
    copies: int = 5  # augmentations a photo
    epochs: int = 12
    settle: int = 2  # epochs after the averaging, with the tower as it is
    batch: int = 48
    references: int = 16  # reference pictures beside each batch
    rate: float = 1e-3  # of text tower and heads
    projection_rate: float = 3e-4
    tower_rate: float = 2e-4
    decay: float = 0.05
    keep: float = 0.5  # weight of staying near the parent's pooled features
    parent_share: float = 0.2  # of the parent's weights in the tower after training
    keep_texts: bool = False  # leaves the text tower as it is: two thirds of the file then stay the same for git
    seed: int = 7


@dataclass(frozen=True)
class Seen:
    """What the tower makes of some pictures: unit vectors (n, d), pooled (n, c), maps, and the cells of the head."""

    vectors: Tensor
    pooled: Tensor
    last: Tensor
    fine: Tensor
    cells: Tensor


class Trainer:
    """Holds the model, its heads and the cached features; `run` trains, `save` writes the model folder."""

    def __init__(self, catalogue: Path, photos: Sequence[Labelled], recipe: Recipe, start: Path | None = None) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.photos = recipe, photos
        self.model, self.rows = build()
        self.parent = copy.deepcopy(self.model.visual.trunk).eval()
        self.products = read_catalogue(catalogue)
        self.skus = [p.sku for p in self.products]
        self.sku_of = torch.tensor([self.skus.index(p.sku) if p.sku else -1 for p in photos])
        self.rng = np.random.default_rng(recipe.seed)
        self.captions = Captions(self.products, self.rng)
        self.tokenize = open_clip.SimpleTokenizer(context_length=32)
        self.head = DamageHead()
        self.kinds = nn.Linear(384, len(KINDS))
        self.scales = nn.Parameter(torch.tensor([3.0, 3.0]))  # log temperatures: references, world
        self._start_projection()
        if start:
            self.model = load(start)
            self.head = DamageHead.of(start / DAMAGE_HEAD)
        self.model.visual.trunk.eval()
        pictures = references(self.products)
        self.references = frozen(self.parent, pictures, 2, recipe.cut, seed=1)
        self.reference_of = torch.tensor([self.skus.index(r.sku) for r in pictures])[self.references.photo]

    def _start_projection(self) -> None:
        """The projection starts as the principal axes of the classifier rows: distances stay what they were."""
        rows = self.rows - self.rows.mean(dim=0)
        _, _, axes = torch.linalg.svd(rows, full_matrices=False)
        with torch.no_grad():
            self.model.visual.head.proj.weight.copy_(axes[:384])

    def optimiser(self) -> torch.optim.Optimizer:
        trunk = self.model.visual.trunk
        for parameter in trunk.parameters():
            parameter.requires_grad = False
        parts = (*trunk.blocks[self.recipe.cut :], trunk.conv_head, trunk.bn2)
        tower = [parameter for part in parts for parameter in part.parameters()]
        for parameter in tower:
            parameter.requires_grad = True
        texts = [p for name, p in self.model.named_parameters() if not name.startswith("visual.")]
        for parameter in texts:
            parameter.requires_grad = not self.recipe.keep_texts
        groups = [
            {"params": tower, "lr": self.recipe.tower_rate},
            {"params": self.model.visual.head.parameters(), "lr": self.recipe.projection_rate},
            {"params": [*texts, *self.head.parameters(), self.scales], "lr": self.recipe.rate},
        ]
        return torch.optim.AdamW(groups, weight_decay=self.recipe.decay)

    def run(self, tune: Sequence[Labelled], checkpoint: Path) -> list[dict[str, float]]:
        recipe = self.recipe
        pictures = frozen(self.parent, self.photos, recipe.copies, recipe.cut)
        tuning = frozen(self.parent, tune, 0, recipe.cut)
        optimiser = self.optimiser()
        schedule = self.schedule(optimiser, recipe.epochs, len(pictures))
        log: list[dict[str, float]] = []
        for epoch in range(recipe.epochs + recipe.settle):
            if epoch == recipe.epochs:
                self.average()
                schedule = self.schedule(optimiser, recipe.settle, len(pictures))
            began = time.time()
            loss = self.epoch(pictures, optimiser, schedule)
            log.append({"epoch": epoch, "loss": loss, "seconds": time.time() - began} | self.measure(tune, tuning))
            print(json.dumps({k: round(v, 4) for k, v in log[-1].items()}), flush=True)
            self.save(checkpoint)
        self.refit(pictures)
        self.weigh(tuning)
        log.append({"epoch": recipe.epochs + recipe.settle} | self.measure(tune, tuning))
        print(json.dumps({k: round(v, 4) for k, v in log[-1].items()}), flush=True)
        return log

    def schedule(
        self, optimiser: torch.optim.Optimizer, epochs: int, pictures: int
    ) -> torch.optim.lr_scheduler.LRScheduler:
        """One cycle of rates over `epochs`."""
        recipe = self.recipe
        rates = [recipe.tower_rate, recipe.projection_rate, recipe.rate]
        steps = max(1, epochs) * self.steps(pictures) + 1
        return torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=steps, pct_start=0.15)

    def steps(self, pictures: int) -> int:
        """Batches an epoch: as many pictures as there are photos."""
        return max(1, pictures // self.recipe.copies // self.recipe.batch)

    def epoch(
        self,
        pictures: Pictures,
        optimiser: torch.optim.Optimizer,
        schedule: torch.optim.lr_scheduler.LRScheduler,
    ) -> float:
        """The mean loss of one pass over the photos, each in a random one of its copies."""
        self.head.train()
        losses = []
        for rows in batches(len(self.photos), self.recipe.batch, self.rng):
            chosen = rows * self.recipe.copies + torch.from_numpy(self.rng.integers(self.recipe.copies, size=len(rows)))
            loss = self.loss(pictures[chosen])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        self.head.eval()
        return float(np.mean(losses))

    def see(self, features: Tensor) -> Seen:
        """Reads cached features (n, c, h, w) with gradients."""
        features = features.float().contiguous(memory_format=torch.channels_last)
        last, fine = maps(self.model.visual.trunk, features, self.recipe.cut)  # half precision is slower backwards
        pooled = last.mean(dim=(2, 3))
        vectors = F.normalize(self.model.visual.head.proj(pooled), dim=-1)
        return Seen(vectors, pooled, last, fine, self.head.cells(last, fine))

    def loss(self, some: Pictures) -> Tensor:
        few = torch.from_numpy(self.rng.choice(len(self.references), self.recipe.references, replace=False))
        count, shots = len(some), self.references[few]
        seen = self.see(torch.cat([some.features, shots.features]))
        before = torch.cat([some.before, shots.before]).float()
        keep = 1 - F.cosine_similarity(seen.pooled, before).mean()
        product = self.sku_of[some.photo].where(some.product, torch.tensor(-1))
        photos, cells = seen.vectors[:count], seen.cells[:count]
        logits = self.head.linear(self.head.inputs(photos, seen.last[:count], seen.fine[:count]))
        return (
            self.text_losses(photos, product, some.damage)
            + self.reference_loss(photos, product, seen.vectors[count:], self.reference_of[few])
            + F.cross_entropy(logits, some.damage, weight=balance())
            + 0.5 * places_loss(cells, some.places)
            + types_loss(cells, some.damage, balance())
            + self.recipe.keep * (keep + self.world_loss())
        )

    def text_losses(self, photos: Tensor, product: Tensor, damage: Tensor) -> Tensor:
        drawn = [int(self.rng.choice(len(VISIBLE), p=np.asarray(row) / row.sum())) for row in damage.numpy()]
        whole = [self._caption(p, d) for p, d in zip(product.tolist(), drawn, strict=True)]
        world = self.rng.choice(1000, _WORLD, replace=False)
        texts = [self.captions.product(sku) for sku in self.skus] + self.captions.damages() + whole
        texts += [self.captions.world(int(i)) for i in world]
        vectors = self.encode(texts)
        names, damages, wholes, worlds = vectors.split([len(self.skus), len(VISIBLE), len(whole), len(world)])
        scale = self.model.logit_scale.exp().clamp(max=100)
        keys = torch.stack([product, torch.tensor(drawn)], dim=1)
        same = (keys[:, None] == keys[None]).all(dim=-1).float()
        soft = same / same.sum(dim=1, keepdim=True)
        pairs = scale * photos @ wholes.T
        rows = F.normalize(self.model.visual.head.proj(self.rows[world]).detach(), dim=-1)
        near = self.scales[1].exp().clamp(max=60) * worlds @ rows.T
        own = torch.arange(len(world))
        return (
            F.cross_entropy(scale * photos @ names.T, product, ignore_index=-1)
            + F.cross_entropy(scale * photos @ damages.T, damage, weight=balance())
            + 0.5 * (F.cross_entropy(pairs, soft) + F.cross_entropy(pairs.T, soft))
            + 0.25 * (F.cross_entropy(near, own) + F.cross_entropy(near.T, own))
        )

    def _caption(self, product: int, damage: int) -> str:
        """What a photo shows, in a sentence; of what is no product, or can't be told, the damage alone."""
        if product < 0:
            return self.captions.damage(VISIBLE[damage])
        return self.captions.whole(self.skus[product], VISIBLE[damage])

    def world_loss(self) -> Tensor:
        """Squared change of the cosines between classifier rows: what the parent tells apart stays apart."""
        rows = self.rows[torch.from_numpy(self.rng.choice(1000, 256, replace=False))]
        before = F.normalize(rows - self.rows.mean(dim=0), dim=-1)
        after = F.normalize(self.model.visual.head.proj(rows - self.rows.mean(dim=0)), dim=-1)
        return 50 * F.mse_loss(after @ after.T, before @ before.T)

    def encode(self, texts: list[str]) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.model.encode_text(self.tokenize(texts))
        return F.normalize(vectors.float(), dim=-1)

    def reference_loss(self, photos: Tensor, product: Tensor, references: Tensor, owners: Tensor) -> Tensor:
        """Log-likelihood of the references of the right product among all references of the batch."""
        likelihood = (self.scales[0].exp().clamp(max=60) * photos @ references.T).log_softmax(dim=1)
        right = product[:, None] == owners[None]
        there = right.any(dim=1)
        right_one = likelihood.masked_fill(~right, -1e4).logsumexp(dim=1)[there]
        return -right_one.sum() / max(1, len(right_one))

    @torch.no_grad()
    def inputs(self, pictures: Pictures) -> tuple[Tensor, Tensor, Tensor]:
        """Unit vectors, what the linear classifier reads, and the cells, of all pictures."""
        parts = []
        for rows in torch.arange(len(pictures)).split(64):
            seen = self.see(pictures[rows].features)
            parts.append((seen.vectors, self.head.inputs(seen.vectors, seen.last, seen.fine), seen.cells))
        vectors, inputs, cells = (torch.cat(part) for part in zip(*parts, strict=True))
        return vectors, inputs, cells

    @torch.no_grad()
    def measure(self, photos: Sequence[Labelled], pictures: Pictures) -> dict[str, float]:
        """Product by names, damage by texts, classifier and cells, and where, on the tuning photos."""
        vectors, inputs, cells = self.inputs(pictures)
        prompts = self.encode([self.captions.damage(d) for d in VISIBLE for _ in range(8)])
        prompts = F.normalize(prompts.view(len(VISIBLE), 8, -1).mean(dim=1), dim=-1)
        by_text = self.model.logit_scale.exp() * vectors @ prompts.T
        by_head = self.head.linear(inputs)
        by_cells = F.pad(soft_maximum(cells), (0, 1))  # intact at 0
        scores = {"product": self._products(photos, vectors), "pointing": pointing(cells, by_head, pictures)}
        mixed = (by_text + by_head + by_cells) / 2
        for name, logits in (("text", by_text), ("head", by_head), ("cells", by_cells), ("all", mixed)):
            scores |= {f"{key}_{name}": value for key, value in damage_scores(logits, photos).items()}
        return scores

    def _products(self, photos: Sequence[Labelled], vectors: Tensor) -> float:
        names = self.encode([p.names["de"] for p in self.products])
        best = (vectors @ names.T).argmax(dim=1).tolist()
        return float(np.mean([self.skus[b] == p.sku for b, p in zip(best, photos, strict=True) if p.sku]))

    def average(self) -> None:
        """Averages the tower with its parent and leaves it as it is from then on."""
        ours, parent = self.model.visual.trunk.state_dict(), self.parent.state_dict()
        share = self.recipe.parent_share
        mixed = {k: (1 - share) * v + share * parent[k] if v.is_floating_point() else v for k, v in ours.items()}
        self.model.visual.trunk.load_state_dict(mixed)
        for parameter in self.model.visual.trunk.parameters():
            parameter.requires_grad = False

    def refit(self, pictures: Pictures) -> None:
        """Fits the linear classifiers, of damage and of kind, on the final tower's features."""
        vectors, inputs, _ = self.inputs(pictures)
        fit_linear(self.head.linear, inputs, pictures.damage, balance())
        kinds = torch.tensor([KINDS.index(self.photos[int(n)].kind) for n in pictures.photo])
        counts = torch.bincount(kinds, minlength=len(KINDS)).clamp(min=1)
        fit_linear(self.kinds, VECTOR_SCALE * vectors, F.one_hot(kinds, len(KINDS)).float(), 1 / counts.sqrt())

    @torch.no_grad()
    def weigh(self, tuning: Pictures) -> None:
        """Weighs the linear classifier beside the cells, by the likelihood of the tuning photos at any temperature."""
        _, inputs, cells = self.inputs(tuning)
        whole, strongest = self.head.linear(inputs), F.pad(soft_maximum(cells), (0, 1))

        def loss(share: float) -> float:
            rows = ((share * whole + strongest) / temperature for temperature in TEMPERATURES)
            return min(float(F.cross_entropy(row, tuning.damage)) for row in rows)

        best = min(SHARES, key=loss)
        self.head.linear.weight.mul_(best)
        self.head.linear.bias.mul_(best)

    def save(self, folder: Path) -> None:
        """Writes model and heads."""
        save(self.model, folder)
        self.head.save(folder / DAMAGE_HEAD)
        weights = VECTOR_SCALE * self.kinds.weight.detach()
        np.savez(folder / KIND_HEAD, allow_pickle=False, weights=weights.numpy(), bias=self.kinds.bias.detach().numpy())


def fit_linear(layer: nn.Linear, inputs: Tensor, targets: Tensor, weight: Tensor) -> None:
    """Fits a linear classifier with dropout on its inputs, weight decay and smoothed targets."""
    optimiser = torch.optim.AdamW(layer.parameters(), lr=2e-3, weight_decay=0.3)
    for _ in range(300):
        logits = layer(F.dropout(inputs, 0.3))
        loss = F.cross_entropy(logits, targets, weight=weight, label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def pointing(cells: Tensor, logits: Tensor, pictures: Pictures) -> float:
    """Share of damaged pictures whose hottest cell, of the best type, lies in a box of any damage."""
    best = logits[:, :INTACT].argmax(dim=1)
    hottest = cells[torch.arange(len(cells)), best].flatten(1).argmax(dim=1)
    inside = pictures.places.any(dim=1).flatten(1)
    hit = inside[torch.arange(len(cells)), hottest]
    return float(hit[inside.any(dim=1)].float().mean())


def damage_scores(logits: Tensor, photos: list[Labelled]) -> dict[str, float]:
    """AUROC of damaged against intact, and the share of damaged photos whose best type is right."""
    damaged = np.array([bool(p.damages) for p in photos])
    score = 1 - logits.softmax(dim=1)[:, INTACT].numpy()
    best = logits[:, :INTACT].argmax(dim=1).tolist()
    right = [VISIBLE[b] in p.damages for b, p in zip(best, photos, strict=True) if p.damages]
    return {"auroc": auroc(score[damaged], score[~damaged]), "type": float(np.mean(right))}


def auroc(positive: np.ndarray, negative: np.ndarray) -> float:
    """Probability that a positive scores above a negative (Mann-Whitney), ties half."""
    greater = (positive[:, None] > negative[None]).mean()
    return float(greater + 0.5 * (positive[:, None] == negative[None]).mean())


def references(products: Sequence[CatalogueProduct]) -> list[Labelled]:
    return [Labelled(Path(i), p.sku, (), ()) for p in products for i in p.images]


def fit(photos: Path, catalogue: Path, out: Path, recipe: Recipe, start: Path | None = None) -> list[dict[str, float]]:
    """Trains from the parent, or goes on from the model folder `start`; `out` is written after every epoch."""
    train, tune, _ = split(read_labels(photos))
    trainer = Trainer(catalogue, train, recipe, start)
    log = trainer.run(tune, out)
    trainer.save(out)
    return log
