"""Writes test/access/service-models.json: of AWS's own service models, what our code calls.

    python scripts/service-models.py        (any Python with botocore)

The tests judge the input of every recorded call by it: names, types, what is required, lengths, patterns, enumerations.
"""

import json
import pathlib
import re

import botocore
import botocore.session

ROOT = pathlib.Path(__file__).resolve().parent.parent
# names of packages of the SDK that botocore calls otherwise.
NAMES = {
    "api-gateway": "apigateway",
    "cloudwatch-logs": "logs",
    "cognito-identity-provider": "cognito-idp",
    "secrets-manager": "secretsmanager",
}
IMPORT = re.compile(r"import \{([^}]*)\} from '@aws-sdk/client-([a-z0-9-]+)'")


def calls():
    """Operations that the code makes, by service."""
    found = {}
    for folder in ("lambda", "cli"):
        for file in (ROOT / folder).rglob("*.ts"):
            source = file.read_text()
            for names, service in IMPORT.findall(source):
                for name in re.findall(r"\b([A-Za-z0-9]+)Command\b", names):
                    if f"new {name}Command(" in source:
                        found.setdefault(service, set()).add(name)
                for name in re.findall(r"\bpaginate([A-Za-z0-9]+)\b", names):
                    found.setdefault(service, set()).add(name)
    return found


def trimmed(model, operations):
    """The operations of a model with the shapes below their inputs."""
    shapes = {}

    def keep(name):
        if name in shapes:
            return
        shape = model["shapes"][name]
        kept = {key: shape[key] for key in ("type", "required", "min", "max", "pattern", "enum", "union", "document") if key in shape}
        shapes[name] = kept
        if "members" in shape:
            kept["members"] = {key: member["shape"] for key, member in shape["members"].items()}
        for part in ("member", "key", "value"):
            if part in shape:
                kept[part] = shape[part]["shape"]
        for inner in [*kept.get("members", {}).values(), *(kept[part] for part in ("member", "key", "value") if part in kept)]:
            keep(inner)

    inputs = {}
    for operation in sorted(operations):
        described = model["operations"][operation]
        inputs[operation] = described["input"]["shape"] if "input" in described else None
        if inputs[operation]:
            keep(inputs[operation])
    return {"operations": inputs, "shapes": dict(sorted(shapes.items()))}


loader = botocore.session.get_session().get_component("data_loader")
services = {
    service: trimmed(loader.load_service_model(NAMES.get(service, service), "service-2"), operations)
    for service, operations in sorted(calls().items())
}
target = ROOT / "test" / "access" / "service-models.json"
document = {"source": f"botocore {botocore.__version__} (Apache-2.0)", "services": services}
target.write_text(json.dumps(document, separators=(",", ":")) + "\n")
print(f"{target.relative_to(ROOT)}: {sum(len(each['operations']) for each in services.values())} operations")
