"""Trains the upper part of the image tower, the projection, the text tower and the damage head, in one go.

Losses (all cross-entropies over cosines times a learnt temperature): photo against product texts, photo against
damage texts (prompts are the classifier, so serving's ensembles work), photo against captions of both
(CLIP, Radford et al. 2021, with soft targets where captions agree), photo against reference pictures, a linear head
for damage, and class names of the parent's world against the parent's own classifier rows, which keeps words of
things that the demo shop doesn't sell. Afterwards the tower's weights are averaged with the parent's
(WiSE-FT, Wortsman et al., CVPR 2022), so that real photographs aren't forgotten.
"""

import copy
import json
import time
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
from intake.vision.open_clip_tower import read_tower
from training.clip.captions import Captions
from training.clip.parent import build, save
from training.clip.photos import INTACT, Labelled, batches, frozen_features, read_labels

VECTOR_SCALE = 10.0  # unit vectors have entries of about 0.05, details of about 1: the head sees both at one scale


@dataclass(frozen=True)
class Recipe:
    """What can be turned. Chosen on the tuning photos, never on the held-out set."""

    cut: int = 4  # first trained block of the tower
    copies: int = 6  # augmentations a photo
    epochs: int = 16
    batch: int = 48
    references: int = 16  # reference pictures beside each batch
    rate: float = 1e-3  # of text tower and heads
    projection_rate: float = 3e-4
    tower_rate: float = 2e-4
    decay: float = 0.05
    keep: float = 0.5  # weight of staying near the parent's pooled features
    parent_share: float = 0.2  # of the parent's weights in the tower after training
    seed: int = 7


class Trainer:
    """Holds the model, its heads and the cached features; `run` trains, `save` writes the model folder."""

    def __init__(self, catalogue: Path, photos: list[Labelled], references: list[Labelled], recipe: Recipe) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.photos = recipe, photos
        self.model, self.rows = build()
        self.parent = copy.deepcopy(self.model.visual.trunk).eval()
        self.products = read_catalogue(catalogue)
        self.skus = [p.sku for p in self.products]
        self.rng = np.random.default_rng(recipe.seed)
        self.captions = Captions(self.products, self.rng)
        self.tokenize = open_clip.SimpleTokenizer(context_length=32)
        self.head = nn.Linear(384 + 1400, len(VISIBLE))
        self.scales = nn.Parameter(torch.tensor([3.0, 3.0]))  # log temperatures: references, world
        self._start_projection(references)

    def _start_projection(self, references: list[Labelled]) -> None:
        """The projection starts as the principal axes of the classifier rows: distances stay what they were."""
        rows = self.rows - self.rows.mean(dim=0)
        _, _, axes = torch.linalg.svd(rows, full_matrices=False)
        with torch.no_grad():
            self.model.visual.head.proj.weight.copy_(axes[:384])
        trunk, recipe = self.model.visual.trunk, self.recipe
        self.reference_features = frozen_features(trunk, references, 2, recipe.cut, seed=1)
        self.reference_of = torch.tensor([self.skus.index(r.sku) for r in references])

    def optimiser(self) -> torch.optim.Optimizer:
        trunk = self.model.visual.trunk
        for parameter in trunk.parameters():
            parameter.requires_grad = False
        parts = (*trunk.blocks[self.recipe.cut :], trunk.conv_head, trunk.bn2)
        tower = [parameter for part in parts for parameter in part.parameters()]
        for parameter in tower:
            parameter.requires_grad = True
        new = [p for name, p in self.model.named_parameters() if not name.startswith("visual.")]
        groups = [
            {"params": tower, "lr": self.recipe.tower_rate},
            {"params": self.model.visual.head.parameters(), "lr": self.recipe.projection_rate},
            {"params": [*new, *self.head.parameters(), self.scales], "lr": self.recipe.rate},
        ]
        return torch.optim.AdamW(groups, weight_decay=self.recipe.decay)

    def run(self, tune: list[Labelled]) -> list[dict[str, float]]:
        recipe, trunk = self.recipe, self.model.visual.trunk
        features = frozen_features(trunk, self.photos, recipe.copies, recipe.cut)
        tune_features = frozen_features(trunk, tune, 0, recipe.cut)
        product = torch.tensor([self.skus.index(p.sku) for p in self.photos])
        damage = torch.tensor([p.target for p in self.photos])
        optimiser = self.optimiser()
        steps = recipe.epochs * (len(self.photos) // recipe.batch)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser,
            [recipe.tower_rate, recipe.projection_rate, recipe.rate],
            total_steps=steps + 1,
            pct_start=0.15,
        )
        log = []
        for epoch in range(recipe.epochs):
            began, losses = time.time(), []
            for rows in batches(len(self.photos), recipe.batch, self.rng):
                chosen = self.rng.integers(recipe.copies, size=len(rows))
                loss = self.loss(features[rows, chosen].float(), product[rows], damage[rows])
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                losses.append(loss.item())
            log.append({"epoch": epoch, "loss": float(np.mean(losses)), "seconds": time.time() - began})
            log[-1] |= self.measure(tune, tune_features)
            print(json.dumps({k: round(v, 4) for k, v in log[-1].items()}), flush=True)
        self.average()
        self.refit_head(features[:, :3])
        log.append({"epoch": recipe.epochs} | self.measure(tune, tune_features))
        print(json.dumps({k: round(v, 4) for k, v in log[-1].items()}), flush=True)
        return log

    def loss(self, features: Tensor, product: Tensor, damage: Tensor) -> Tensor:
        count = self.recipe.references
        few = torch.from_numpy(self.rng.choice(len(self.reference_of), count, replace=False))
        copies = torch.from_numpy(self.rng.integers(2, size=count))
        both = torch.cat([features, self.reference_features[few, copies].float()])
        both = both.contiguous(memory_format=torch.channels_last)
        trunk, cut = self.model.visual.trunk, self.recipe.cut
        raw, details = read_tower(trunk, both, cut)  # half precision would be slower backwards
        images = F.normalize(self.model.visual.head.proj(raw), dim=-1)
        photos, references = images[: len(features)], images[len(features) :]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            before, _ = read_tower(self.parent, both, cut)
        keep = 1 - F.cosine_similarity(raw, before.float()).mean()
        return (
            self.text_losses(photos, product, damage)
            + self.reference_loss(photos, product, references, self.reference_of[few])
            + self.head_loss(photos, details[: len(features)], damage)
            + self.recipe.keep * (keep + self.world_loss())
        )

    def text_losses(self, photos: Tensor, product: Tensor, damage: Tensor) -> Tensor:
        drawn = [int(self.rng.choice(len(VISIBLE), p=np.asarray(row) / row.sum())) for row in damage.numpy()]
        whole = [self.captions.whole(self.skus[p], VISIBLE[d]) for p, d in zip(product.tolist(), drawn, strict=True)]
        world = self.rng.choice(1000, 48, replace=False)
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
            F.cross_entropy(scale * photos @ names.T, product)
            + 1.5 * F.cross_entropy(scale * photos @ damages.T, damage, weight=self.balance())
            + 0.5 * (F.cross_entropy(pairs, soft) + F.cross_entropy(pairs.T, soft))
            + 0.25 * (F.cross_entropy(near, own) + F.cross_entropy(near.T, own))
        )

    def world_loss(self) -> Tensor:
        """Squared change of the cosines between classifier rows: what the parent tells apart stays apart."""
        rows = self.rows[torch.from_numpy(self.rng.choice(1000, 256, replace=False))]
        before = F.normalize(rows - self.rows.mean(dim=0), dim=-1)
        after = F.normalize(self.model.visual.head.proj(rows - self.rows.mean(dim=0)), dim=-1)
        return 50 * F.mse_loss(after @ after.T, before @ before.T)

    def balance(self) -> Tensor:
        """Intact photos are many: they weigh half."""
        weight = torch.ones(len(VISIBLE))
        weight[INTACT] = 0.5
        return weight

    def encode(self, texts: list[str]) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.model.encode_text(self.tokenize(texts))
        return F.normalize(vectors.float(), dim=-1)

    def reference_loss(self, photos: Tensor, product: Tensor, references: Tensor, owners: Tensor) -> Tensor:
        """Log-likelihood of the references of the right product among all references of the batch."""
        likelihood = (self.scales[0].exp().clamp(max=60) * photos @ references.T).log_softmax(dim=1)
        right = product[:, None] == owners[None]
        there = right.any(dim=1)
        return -likelihood.masked_fill(~right, -1e4).logsumexp(dim=1)[there].mean()

    def head_loss(self, photos: Tensor, details: Tensor, damage: Tensor) -> Tensor:
        inputs = torch.cat([VECTOR_SCALE * photos, F.dropout(details, 0.3)], dim=1)
        return F.cross_entropy(self.head(inputs), damage, weight=self.balance())

    @torch.no_grad()
    def read(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Unit vectors (n, c, d) and details (n, c, k) of features (n, c, ...), c copies or views a photo."""
        parts = []
        for some in features.flatten(0, 1).split(64):
            raw, details = read_tower(self.model.visual.trunk, some.float(), self.recipe.cut)
            parts.append((F.normalize(self.model.visual.head.proj(raw), dim=-1), details))
        vectors, details = (torch.cat(part).unflatten(0, features.shape[:2]) for part in zip(*parts, strict=True))
        return vectors, details

    @torch.inference_mode()
    def measure(self, photos: list[Labelled], features: Tensor) -> dict[str, float]:
        """Product and damage on the tuning photos, through texts and head, both views averaged."""
        images, details = self.read(features)
        names = self.encode([p.names["de"] for p in self.products])
        prompts = self.encode([self.captions.damage(d) for d in VISIBLE for _ in range(8)])
        prompts = F.normalize(prompts.view(len(VISIBLE), 8, -1).mean(dim=1), dim=-1)
        by_text = (self.model.logit_scale.exp() * images @ prompts.T).mean(dim=1)
        by_head = self.head(torch.cat([VECTOR_SCALE * images, details], dim=-1)).mean(dim=1)
        product = torch.tensor([self.skus.index(p.sku) for p in photos])
        scores = {"product_text": float(((images @ names.T).mean(dim=1).argmax(dim=1) == product).float().mean())}
        for name, logits in (("text", by_text), ("head", by_head), ("both", by_text + by_head)):
            scores |= {f"{key}_{name}": value for key, value in damage_scores(logits, photos).items()}
        return scores

    def average(self) -> None:
        """Averages the tower with its parent."""
        ours, parent = self.model.visual.trunk.state_dict(), self.parent.state_dict()
        share = self.recipe.parent_share
        mixed = {k: (1 - share) * v + share * parent[k] if v.is_floating_point() else v for k, v in ours.items()}
        self.model.visual.trunk.load_state_dict(mixed)

    def refit_head(self, features: Tensor) -> None:
        """Fits the damage head on the final tower's features, which the averaging has moved."""
        vectors, details = self.read(features)
        inputs = torch.cat([VECTOR_SCALE * vectors, details], dim=-1).flatten(0, 1)
        targets = torch.tensor([p.target for p in self.photos]).repeat_interleave(features.shape[1], dim=0)
        optimiser = torch.optim.AdamW(self.head.parameters(), lr=2e-3, weight_decay=0.3)
        for _ in range(400):
            logits = self.head(F.dropout(inputs, 0.3))
            loss = F.cross_entropy(logits, targets, weight=self.balance(), label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def save(self, folder: Path) -> None:
        """Writes model and damage head."""
        save(self.model, folder)
        weights = self.head.weight.detach().clone()
        weights[:, :384] *= VECTOR_SCALE
        np.savez(folder / DAMAGE_HEAD, weights=weights.numpy(), bias=self.head.bias.detach().numpy())


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


def split(photos: list[Labelled]) -> tuple[list[Labelled], list[Labelled], list[Labelled]]:
    """Three disjoint parts by position: of every ten photos seven train, two calibrate, one tunes."""
    tune = [p for i, p in enumerate(photos) if i % 10 == 9]
    calibrate = [p for i, p in enumerate(photos) if i % 10 in (7, 8)]
    return [p for i, p in enumerate(photos) if i % 10 < 7], tune, calibrate


def references(catalogue: Path) -> list[Labelled]:
    return [Labelled(Path(i), p.sku, (), ()) for p in read_catalogue(catalogue) for i in p.images]


def fit(photos: Path, catalogue: Path, out: Path, recipe: Recipe | None = None) -> list[dict[str, float]]:
    train, tune, _ = split(read_labels(photos))
    trainer = Trainer(catalogue, train, references(catalogue), recipe or Recipe())
    log = trainer.run(tune)
    trainer.save(out)
    return log
