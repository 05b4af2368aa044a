# SPDX-License-Identifier: Apache-2.0
"""Does one row's work in Python. The request comes in as JSON, the answer goes out as JSON.

Usage: measure.py asyncio|uvloop < request
"""

import asyncio
import json
import platform
import sys
import time

import workloads


def loop_factory(name):
    if name == "asyncio":
        return None
    import uvloop

    return uvloop.new_event_loop


def version(name):
    asyncio.Runner  # there is none before 3.11
    text = platform.python_implementation() + " " + platform.python_version()
    if name == "uvloop":
        import uvloop

        text += ", uvloop " + uvloop.__version__
    return text


def run(factory, function, arguments):
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(function(*arguments))


def measure(factory, request):
    function = getattr(workloads, request["function"])
    nanos = []
    result = run(factory, function, request["arguments"])
    # The first round was the warm-up.
    before = time.process_time_ns()
    for _ in range(request["rounds"]):
        begin = time.perf_counter_ns()
        result = run(factory, function, request["arguments"])
        nanos.append(time.perf_counter_ns() - begin)
    processor = (time.process_time_ns() - before) / max(1, request["rounds"])
    return {"result": result, "nanos": nanos, "best_nanos": min([processor, *nanos])}


def main():
    name = sys.argv[1]
    factory = loop_factory(name)
    request = json.load(sys.stdin)
    if isinstance(request, list):
        answer = [measure(factory, one) for one in request]
    elif "version" in request:
        answer = {"version": version(name)}
    else:
        answer = measure(factory, request)
    json.dump(answer, sys.stdout)


main()
