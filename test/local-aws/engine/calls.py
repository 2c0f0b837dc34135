"""The call log: every API call that reached the local AWS, one JSON object a line, in the file LOCAL_AWS_CALLS.

    {"time", "agent", "principal", "service", "action", "region", "parameters", "for"?}

`agent` is who asked: `cloudformation` (a handler of the engine, with stack, logical id, type and verb in `for`), `state-machine`,
`engine` (what the engine itself looks up), otherwise the first product of the user agent (`aws-cdk/2.1148.1`, `aws-sdk-js/3.…`).
`principal` is the ARN of the role that was taken on, or the access key. Calls that moto's machines would make are not there:
they boot nowhere.
"""

import io
import json
import os
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from moto.sts.models import sts_backends

from . import requests

# In the user agent of the engine's own clients, whose calls are written with what they work for.
ENGINE = "local-aws-engine"

_at_work: ContextVar[dict] = ContextVar("at_work", default={"agent": "engine"})
_file = open(os.environ["LOCAL_AWS_CALLS"], "a", encoding="utf-8")  # noqa: SIM115: as long as the process
_writing = threading.Lock()


@contextmanager
def by(agent: str, **what):
    """Calls of the engine inside the block are the agent's: `with by("cloudformation", stack=…):`."""
    token = _at_work.set({"agent": agent, **({"for": what} if what else {})})
    try:
        yield
    finally:
        _at_work.reset(token)


def write(row: dict) -> None:
    with _writing:
        _file.write(json.dumps({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **row}) + "\n")
        _file.flush()


def watch(client) -> None:
    """Writes what a client of the engine sends."""
    service = client.meta.service_model.signing_name
    client.meta.events.register("provide-client-params.*.*", lambda params, model, **_: write(_own(client, service, params, model)))


def _own(client, service: str, params: dict, model) -> dict:
    agent = _at_work.get()
    return {**agent, "principal": agent["agent"], "service": requests.IAM_PREFIX.get(service, service), "action": model.name,
            "region": client.meta.region_name, "parameters": requests.short(params)}  # fmt: skip


def _arrived(method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> None:
    agent = headers.get("user-agent", "")
    if ENGINE in agent:
        return
    if call := requests.read(method, path, query, headers, body):
        write({"agent": _product(agent), "principal": principal(requests.access_key(headers)), **call})


def _product(user_agent: str) -> str:
    """The CDK CLI puts its name behind the SDK's."""
    products = user_agent.split() or ["unknown"]
    return next((product for product in products if product.startswith("aws-cdk/")), products[0])


def principal(key: str) -> str:
    for backend in sts_backends[os.environ["LOCAL_AWS_ACCOUNT"]].values():
        if role := backend.get_assumed_role_from_access_key(key):
            return role.arn
    return key


def around_moto(app):
    """WSGI: reads a request and hands on the same bytes."""

    def answer(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        chunked = environ.get("HTTP_TRANSFER_ENCODING") == "chunked"
        if not chunked:
            environ["wsgi.input"] = io.BytesIO(body)
        headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
        _arrived(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("QUERY_STRING", ""), headers, body)
        return app(environ, start_response)

    return answer


def around_ministack(app):
    """ASGI: the same."""

    async def answer(scope, receive, send):
        if scope["type"] != "http":
            return await app(scope, receive, send)
        messages, body = [], b""
        while not messages or messages[-1].get("more_body"):
            messages.append(await receive())
            body += messages[-1].get("body", b"")
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        _arrived(scope["method"], scope["path"], scope["query_string"].decode(), headers, body)

        async def again():
            return messages.pop(0) if messages else await receive()

        return await app(scope, again, send)

    return answer
