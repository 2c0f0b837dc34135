"""Which API call an HTTP request is: service as IAM spells it, action, main parameters. Answers nothing and changes nothing."""

import json
import re
from functools import cache
from urllib.parse import parse_qs, unquote

import botocore.session

# Names that requests are signed for, where IAM calls the service something else.
IAM_PREFIX = {"monitoring": "cloudwatch", "tagging": "tag", "elasticfilesystem": "elasticfilesystem"}

# Longer texts (templates, user data, policies of S3) are cut: the log says what was asked for, not what was stored.
LONGEST = 400


def read(method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> dict | None:
    """`None` for a request that is no call of a service (moto's own pages, instance metadata)."""
    _, scope = _credential(headers.get("authorization", ""))
    if not scope:
        return None
    given = parse_qs(query, keep_blank_values=True)
    action, parameters = (
        _target(headers, body) or _rpc(path) or _query(given, body) or _rest(scope["service"], method, path, given, headers)
    )
    return {"service": IAM_PREFIX.get(scope["service"], scope["service"]), "action": action, "region": scope["region"],
            "parameters": short(parameters)}  # fmt: skip


def access_key(headers: dict[str, str]) -> str:
    return _credential(headers.get("authorization", ""))[0]


def _credential(authorization: str) -> tuple[str, dict | None]:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"""
    found = re.search(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request", authorization)
    return (found.group(1), {"region": found.group(2), "service": found.group(3)}) if found else ("", None)


def _target(headers: dict[str, str], body: bytes):
    if target := headers.get("x-amz-target"):
        return target.split(".")[-1], json.loads(body or b"{}")
    return None


def _rpc(path: str):
    found = re.fullmatch(r"/service/[^/]+/operation/(\w+)", path)
    return (found.group(1), {}) if found else None


def _query(given: dict, body: bytes):
    form = {**given, **(parse_qs(body.decode(errors="replace"), keep_blank_values=True) if body[:2000].count(b"Action=") else {})}
    if "Action" not in form:
        return None
    return form["Action"][0], {name: values[0] for name, values in form.items() if name not in ("Action", "Version")}


def _rest(service: str, method: str, path: str, given: dict, headers: dict[str, str]):
    """The operation whose method, path and query are met, with the most said in them."""
    met = [
        (said, name, found.groupdict())
        for verb, pattern, needed, said, name in _operations(service)
        if verb == method and (found := pattern.fullmatch(path)) and all(_met(need, given, headers) for need in needed)
    ]
    if not met:
        return f"{method} {path}", {}
    _, action, captured = max(met, key=lambda row: row[0])
    query = {name: values[0] for name, values in given.items() if values[0] and name != "x-id"}
    return action, {**query, **{name: unquote(value) for name, value in captured.items()}}


def _met(need: tuple[str, str, str], given: dict, headers: dict[str, str]) -> bool:
    where, name, value = need
    if where == "header":
        return name in headers
    return name in given and (not value or value in given[name])


@cache
def _operations(service: str) -> list[tuple]:
    model = botocore.session.get_session().get_service_model(service)
    return [_operation(model.operation_model(name)) for name in model.operation_names]


def _operation(operation) -> tuple:
    path, _, query = operation.http["requestUri"].partition("?")
    needed = [("query", *pair.partition("=")[::2]) for pair in query.split("&") if pair]
    members = operation.input_shape.members if operation.input_shape else {}
    for name in operation.input_shape.required_members if operation.input_shape else []:
        place = members[name].serialization
        if place.get("location") == "querystring":
            needed.append(("query", place["name"], ""))
        elif place.get("location") == "header":
            needed.append(("header", place["name"].lower(), ""))
    said = (len(needed), len(re.sub(r"\{.*?\}", "", path)), not operation.deprecated)
    return operation.http["method"], _pattern(path), needed, said, operation.name


def _pattern(path: str) -> re.Pattern:
    parts = re.split(r"(\{\w+\+?\})", path)
    return re.compile("".join(_part(part) for part in parts) + "/?")


def _part(part: str) -> str:
    name = part.strip("{}+")
    if not part.startswith("{"):
        return re.escape(part)
    return f"(?P<{name}>.+)" if part.endswith("+}") else f"(?P<{name}>[^/]+)"


def short(value):
    if isinstance(value, dict):
        return {key: short(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [short(item) for item in value]
    if isinstance(value, (bytes, str)):
        text = value.decode(errors="replace") if isinstance(value, bytes) else value
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return value if isinstance(value, (int, float, bool, type(None))) else str(value)
