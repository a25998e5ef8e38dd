"""Results as JSON values for scripts and as words for people."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from intake.rag.types import Answer
from intake.service import Filed
from intake.vision.types import Observation

SHOWN = 3  # how many candidates, findings and citations a person gets to read


def observation_row(seen: Observation) -> dict[str, Any]:
    return {
        "products": [{"sku": c.sku, "score": round(c.score, 4)} for c in seen.products],
        "damages": [{"type": f.damage.value, "probability": round(f.probability, 4)} for f in seen.findings],
        "damaged": round(seen.damaged, 4),
        "quality": {"usable": seen.quality.usable, **to_jsonable_python(seen.quality)},
        "product_sure": seen.product_sure,
        "damage_sure": seen.damage_sure,
        "model": seen.model,
    }


def answer_row(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer.text,
        "covered": answer.covered,
        "citations": [to_jsonable_python(citation) for citation in answer.citations],
    }


def filed_row(filed: Filed) -> dict[str, Any]:
    claim, talk = filed.claim, filed.conversation
    seen = talk.facts.observation
    return {
        "decision": to_jsonable_python(filed.decision),
        "claim": {"number": claim.number, "status": claim.status.value, "photos": list(claim.photos)}
        if claim
        else None,
        "observation": observation_row(seen) if seen else None,
        "citations": [to_jsonable_python(citation) for citation in claim.citations] if claim else [],
        "messages": [message.text for message in filed.messages],
        "language": talk.language,
    }


def observation_words(row: Mapping[str, Any]) -> str:
    lines = [
        row["file"],
        f"  product: {_shares(row['products'], 'sku', 'score')}" + (" (sure)" if row["product_sure"] else ""),
        f"  damaged: {row['damaged']:.0%}" + (" (sure)" if row["damage_sure"] else ""),
        f"  damage:  {_shares(row['damages'], 'type', 'probability')}",
    ]
    if not row["quality"]["usable"]:
        lines.append(f"  photo:   {', '.join(row['quality']['issues'])}")
    return "\n".join(lines)


def answer_words(row: Mapping[str, Any]) -> str:
    if not row["covered"]:
        return "The policies don't answer this; a person should."
    sources = [
        f"  [{c['document']} · {c['section']}" + (f" · version {c['version']}]" if c["version"] else "]")
        for c in row["citations"][:1]
    ]
    return "\n".join([row["answer"], *sources])


def claim_words(row: Mapping[str, Any]) -> str:
    decision = row["decision"]
    why = ", ".join(decision["reasons"]) or decision["missing"] or decision["track"]
    lines = [f"Intake: {line}" for message in row["messages"] for line in message.splitlines() if line]
    quotes = [f"  “{c['passage']}” [{c['document']} · {c['section']} · {c['version']}]" for c in row["citations"][:1]]
    return "\n".join([*lines, *quotes, "", f"decision: {decision['outcome']} ({why}; rule {decision['rule']})"])


def scene_words(photo: Path, text: str) -> str:
    return f"Photo:    {photo}\nCustomer: {text}\n"


def _shares(items: Sequence[Mapping[str, Any]], name: str, share: str) -> str:
    return ", ".join(f"{item[name]} {item[share]:.0%}" for item in items[:SHOWN])
