# SPDX-License-Identifier: Apache-2.0
"""The rows' work as asyncio does it. Each function returns what the row expects, or measures itself."""

import asyncio
import gc
import resource
import threading
import time
import tracemalloc

HOUR = 3600.0


async def one():
    return 1


async def one_later():
    await asyncio.sleep(0)
    return 1


async def switching(tasks, yields):
    total = 0

    async def body():
        nonlocal total
        for _ in range(yields):
            await asyncio.sleep(0)
            total += 1

    for task in [asyncio.create_task(body()) for _ in range(tasks)]:
        await task
    return total


async def spawning(tasks):
    total = 0
    for _ in range(tasks):
        total += await asyncio.create_task(one())
    return total


async def gathering(tasks):
    return sum(await asyncio.gather(*[one() for _ in range(tasks)]))


async def gathering_yields(tasks):
    return sum(await asyncio.gather(*[one_later() for _ in range(tasks)]))


async def grouping(groups, members):
    total = 0

    async def body():
        nonlocal total
        total += 1

    for _ in range(groups):
        async with asyncio.TaskGroup() as group:
            for _ in range(members):
                group.create_task(body())
    return total


async def queueing(capacity, items):
    queue = asyncio.Queue(capacity)

    async def produce():
        for i in range(1, items + 1):
            await queue.put(i)

    producer = asyncio.create_task(produce())
    total = 0
    for _ in range(items):
        total += await queue.get()
    await producer
    return total


async def chaining(chains, hops):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    total = 0
    running = chains

    def hop(left):
        nonlocal total, running
        total += 1
        if left > 1:
            loop.call_soon(hop, left - 1)
        else:
            running -= 1
            if running == 0:
                done.set_result(total)

    for _ in range(chains):
        loop.call_soon(hop, hops)
    return await done


def scattered(i):
    return ((i * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF) >> 20


async def firing_timers(timers):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    fired = 0

    def fire():
        nonlocal fired
        fired += 1
        if fired == timers:
            done.set_result(fired)

    for i in range(timers):
        loop.call_later(scattered(i) % 1_000_000 * 1e-9, fire)
    return await done


async def cancelling_timers(timers):
    loop = asyncio.get_running_loop()

    def never():
        raise AssertionError("a cancelled timer fired")

    handles = [loop.call_later(HOUR + scattered(i) % 1_000_000 * 1e-9, never) for i in range(timers)]
    for handle in handles:
        handle.cancel()
    await asyncio.sleep(0)
    return timers


async def cancelling(tasks):
    loop = asyncio.get_running_loop()

    async def wait(future):
        await future

    waiting = [asyncio.create_task(wait(loop.create_future())) for _ in range(tasks)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    cancelled = 0
    for task in waiting:
        try:
            await task
        except asyncio.CancelledError:
            cancelled += 1
    return cancelled


async def nested_timeouts(rounds, depth):
    async def nested(left):
        if left == 0:
            return 1
        async with asyncio.timeout(HOUR):
            return await nested(left - 1)

    total = 0
    for _ in range(rounds):
        total += await nested(depth)
    return total


async def waiting_for_ready(rounds):
    ready = asyncio.get_running_loop().create_future()
    ready.set_result(1)
    total = 0
    for _ in range(rounds):
        total += await asyncio.wait_for(ready, HOUR)
    return total


async def foreign_completions(rounds):
    loop = asyncio.get_running_loop()
    latencies = []
    for _ in range(rounds):
        future = loop.create_future()

        def complete():
            time.sleep(0.0001)
            loop.call_soon_threadsafe(future.set_result, time.perf_counter_ns())

        helper = threading.Thread(target=complete)
        helper.start()
        sent = await future
        latencies.append(time.perf_counter_ns() - sent)
        helper.join()
    return sorted(latencies)[rounds // 2]


class Heap:
    """How much the interpreter has allocated since it was made."""

    def __init__(self):
        gc.collect()
        tracemalloc.start()

    def grown(self):
        gc.collect()
        current, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return current


async def idle_tasks(count):
    never = asyncio.get_running_loop().create_future()

    async def wait():
        await never

    kept = [None] * count
    heap = Heap()
    for i in range(count):
        kept[i] = asyncio.create_task(wait())
    await asyncio.sleep(0)
    grown = heap.grown()
    never.set_result(1)
    await asyncio.wait(kept)
    return grown // count


async def idle_timers(count):
    loop = asyncio.get_running_loop()
    kept = [None] * count

    def nothing():
        pass

    heap = Heap()
    for i in range(count):
        kept[i] = loop.call_later(HOUR + i * 1e-9, nothing)
    return heap.grown() // count


async def sleeping(tasks, millis):
    woken = 0

    async def body():
        nonlocal woken
        await asyncio.sleep(millis / 1000)
        woken += 1

    for task in [asyncio.create_task(body()) for _ in range(tasks)]:
        await task
    assert woken == tasks


async def sleeping_time(tasks, millis):
    begin = time.perf_counter_ns()
    await sleeping(tasks, millis)
    return (time.perf_counter_ns() - begin) // 1_000_000 - millis


async def sleeping_memory(tasks, millis):
    await sleeping(tasks, millis)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
