"""python -m engine: one process, two loopback ports. CloudFormation of MiniStack in front, the services of moto behind.

Reads LOCAL_AWS_PORT, LOCAL_AWS_CLOUDFORMATION_PORT, LOCAL_AWS_ACCOUNT, LOCAL_AWS_SCHEMA,
LOCAL_AWS_CALLS from the environment, and for machines that really run LOCAL_AWS_MACHINES and LOCAL_AWS_SOCKETS (real.py);
prints `ready`.
"""

import asyncio
import os
import threading

# Both read their settings when they are imported, so the settings come first.
os.environ |= {
    "MOTO_ACCOUNT_ID": os.environ["LOCAL_AWS_ACCOUNT"],
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MINISTACK_ACCOUNT_ID": os.environ["LOCAL_AWS_ACCOUNT"],
    "LOG_LEVEL": "WARNING",
    "IOT_MTLS_ENABLED": "0",  # would listen on every interface
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
}

from hypercorn.asyncio import serve as serve_http  # noqa: E402
from hypercorn.config import Config  # noqa: E402
from moto.moto_server import threaded_moto_server  # noqa: E402

from . import activities, calls, cloud_control, corrections, front, machines, real, refreshes, states, upstream  # noqa: E402


async def serve() -> None:
    config = Config()
    config.bind = [f"127.0.0.1:{os.environ['LOCAL_AWS_CLOUDFORMATION_PORT']}"]
    if real.on():
        config.bind.append(f"unix:{real.socket('cloudformation')}")
    config.loglevel = "WARNING"
    started = asyncio.create_task(serve_http(calls.around_ministack(upstream.ministack_app), config))
    print("ready", flush=True)
    await started


def main() -> None:
    upstream.check()
    corrections.install()
    machines.install()
    activities.install()
    refreshes.install()
    front.install()
    cloud_control.install()
    states.install()
    dispatcher = threaded_moto_server.DomainDispatcherApplication
    threaded_moto_server.DomainDispatcherApplication = lambda create: calls.around_moto(dispatcher(create))
    real.install()
    places = [("127.0.0.1", int(os.environ["LOCAL_AWS_PORT"]))]
    if real.on():
        places.append((f"unix://{real.socket('services')}", 0))
    for place in places:
        moto = threaded_moto_server.ThreadedMotoServer(*place, verbose=False)
        threading.Thread(target=moto.start, daemon=True).start()
    asyncio.run(serve())


main()
