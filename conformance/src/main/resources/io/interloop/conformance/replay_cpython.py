# SPDX-License-Identifier: Apache-2.0
"""Replay scenario programs on CPython's asyncio and record their traces.

A scenario is a small concurrent program written as JSON (FORMAT.md describes every
statement). This file runs one on CPython's own asyncio under a virtual clock and
returns the trace: who did what, in which order, at which virtual time.

usage: replay_cpython.py CORPUS.jsonl            fill in / check the traces of a corpus
       replay_cpython.py --check CORPUS.jsonl    exit 1 and print the scenarios that differ
"""

import asyncio
import contextvars
import gc
import heapq
import itertools
import json
import logging
import sys
import warnings
from asyncio import events, taskgroups

MAX_TRACE = 4000
logging.getLogger("asyncio").disabled = True
sys.unraisablehook = lambda unraisable: None  # abandoned coroutines complain as they are collected


class AppError(Exception):
    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind


class Deadlock(Exception):
    """The loop has nothing ready, no timer, and the main task is not done."""


class TooLong(BaseException):
    """The trace has outgrown MAX_TRACE entries, or its replay is over."""


class OrderedSet(dict):
    """A set that iterates in insertion order (CPython's order depends on addresses)."""

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)


# --- normalisations: where CPython's order is an accident of memory addresses or of heapq,
# --- the trace uses insertion order instead.

_group_init = taskgroups.TaskGroup.__init__


def _ordered_group_init(self):
    _group_init(self)
    self._tasks = OrderedSet()


taskgroups.TaskGroup.__init__ = _ordered_group_init

_timer_sequence = itertools.count()


class SequencedTimerHandle(events.TimerHandle):
    __slots__ = ("_sequence",)

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(when, callback, args, loop, context)
        self._sequence = next(_timer_sequence)

    def __lt__(self, other):
        return (self._when, self._sequence) < (other._when, other._sequence)


class VirtualSelector:
    """Stands where the I/O selector stands: instead of sleeping it moves the clock."""

    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout):
        if timeout is None:
            raise Deadlock
        if timeout > 0:
            self.loop.now += timeout
        return ()


class VirtualLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self.now = 0
        self._selector = VirtualSelector(self)
        self._clock_resolution = 1e-9

    def time(self):
        return self.now

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        timer = SequencedTimerHandle(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer


def _plain_number(value):
    return int(value) if value == int(value) else value


def describe(exc):
    """The canonical name of an exception in a trace."""
    if isinstance(exc, AppError):
        return exc.kind
    if isinstance(exc, asyncio.CancelledError):
        return "Cancelled(" + ",".join(str(a) for a in exc.args) + ")"
    if isinstance(exc, BaseExceptionGroup):
        return "Group[" + ",".join(describe(e) for e in exc.exceptions) + "]"
    names = {
        "TimeoutError": "Timeout",
        "InvalidStateError": "InvalidState",
        "BrokenBarrierError": "BrokenBarrier",
    }
    name = type(exc).__name__
    return names.get(name, name)


def matches(kind, exc):
    if kind == "Base":
        return True
    if kind == "Exception":
        return isinstance(exc, Exception)
    if kind == "Cancelled":
        return isinstance(exc, asyncio.CancelledError)
    if kind == "Group":
        return isinstance(exc, BaseExceptionGroup)
    return describe(exc) == kind


class Return(Exception):
    def __init__(self, value):
        self.value = value


class Replay:
    def __init__(self, program):
        self.coros = program["coros"]
        self.trace = []
        self.vars = {}
        self.cvars = {}
        self.tasks = []
        self.over = False

    # -- trace ---------------------------------------------------------------

    def emit(self, what, *detail):
        if self.over or len(self.trace) >= MAX_TRACE:
            self.over = True
            raise TooLong
        try:
            task = asyncio.current_task(self.loop)
        except RuntimeError:
            task = None
        who = task.get_name() if task is not None else "-"
        self.trace.append([_plain_number(self.loop.time()), who, what, *detail])

    def outcome(self, future):
        if not future.done():
            return "pending"
        if future.cancelled():
            return "cancelled"
        exc = future.exception()
        if exc is not None:
            return "raised " + describe(exc)
        return "result " + self.value(future.result())

    def value(self, value):
        if isinstance(value, BaseException):
            return describe(value)
        if isinstance(value, list):
            return "[" + ",".join(self.value(v) for v in value) + "]"
        if value is True or value is False:
            return str(value).lower()
        return "null" if value is None else str(value)

    # -- running -------------------------------------------------------------

    def run(self):
        warnings.simplefilter("ignore")
        self.loop = VirtualLoop()
        events.set_event_loop(self.loop)
        events._set_running_loop(None)
        self.loop.set_exception_handler(self.on_loop_exception)
        try:
            main = self.task(self.coroutine("main"), "main")
            try:
                self.loop.run_until_complete(main)
            except BaseException:
                pass
            if not main.done():
                self.trace.append([_plain_number(self.loop.time()), "-", "deadlock"])
            else:
                self.emit("end", "main", self.outcome(main))
                self.wind_down(main)
        except TooLong:
            return None
        finally:
            self.over = True
            self.loop._ready.clear()
            self.loop._scheduled.clear()
            for task in self.tasks:
                task._log_destroy_pending = False
            events.set_event_loop(None)
            self.loop.close()
        if len(self.trace) >= MAX_TRACE:
            return None
        return self.trace

    def wind_down(self, main):
        """What Runner.close does, in creation order: cancel what is left, wait, report."""
        left = [t for t in self.tasks if not t.done()]
        for task in left:
            task.cancel()
        if left:

            async def wait_all():
                await asyncio.gather(*left, return_exceptions=True)

            closer = self.loop.create_task(wait_all(), name="closer")
            try:
                self.loop.run_until_complete(closer)
            except Deadlock:
                closer._log_destroy_pending = False
                self.trace.append([_plain_number(self.loop.time()), "-", "deadlock"])
                return
        for task in left:
            self.emit("end", task.get_name(), self.outcome(task))

    def on_loop_exception(self, loop, context):
        message = context.get("message", "")
        if "never retrieved" in message or "was destroyed" in message:
            return  # depends on garbage collection
        exc = context.get("exception")
        if isinstance(exc, TooLong):
            return
        self.emit("unhandled", describe(exc) if exc is not None else message)

    def task(self, coro, name, eager=False):
        if eager:
            task = asyncio.Task(coro, loop=self.loop, name=name, eager_start=True)
        else:
            task = self.loop.create_task(coro, name=name)
        self.tasks.append(task)
        return task

    async def coroutine(self, name):
        try:
            await self.body(self.coros[name])
        except Return as r:
            return r.value

    def awaitable(self, item):
        """A fresh coroutine for "coro:NAME", else the variable's future, else None."""
        if item.startswith("coro:"):
            return self.coroutine(item[5:])
        target = self.vars.get(item)
        return target if asyncio.isfuture(target) else None

    async def body(self, statements):
        for statement in statements:
            await self.statement(*statement)

    def sync_body(self, statements):
        for op, *args in statements:
            getattr(self, "do_" + op)(*args)

    async def statement(self, op, *args):
        if self.over:
            raise TooLong
        sync = getattr(self, "do_" + op, None)
        if sync is not None:
            sync(*args)
        else:
            await getattr(self, "co_" + op)(*args)

    # -- statements that never suspend ------------------------------------------

    def do_log(self, text):
        self.emit("log", text)

    def do_raise(self, kind):
        if kind == "Cancelled":
            raise asyncio.CancelledError
        raise AppError(kind)

    def do_return(self, value):
        raise Return(value)

    def do_spawn(self, var, coro):
        self.vars[var] = self.task(self.coroutine(coro), var)
        self.emit("spawned", var)

    def do_spawn_eager(self, var, coro):
        placeholder = None
        self.vars[var] = placeholder
        self.vars[var] = self.task(self.coroutine(coro), var, eager=True)
        self.emit("spawned", var, self.outcome(self.vars[var]))

    def do_future(self, var):
        self.vars[var] = self.loop.create_future()

    def do_set_result(self, var, value):
        self.vars[var].set_result(value)

    def do_set_exception(self, var, kind):
        self.vars[var].set_exception(AppError(kind))

    def do_cancel(self, var, message=None):
        target = self.vars.get(var)
        if target is None:
            self.emit("cancel", var, "none")
            return
        done = target.cancel() if message is None else target.cancel(message)
        self.emit("cancel", var, str(done).lower())

    def do_uncancel(self):
        task = asyncio.current_task(self.loop)
        self.emit("uncancel", task.uncancel() if task else "none")

    def do_cancelling(self, var):
        target = self.vars.get(var)
        self.emit("cancelling", var, target.cancelling() if target is not None else "none")

    def do_state(self, var):
        target = self.vars.get(var)
        self.emit("state", var, self.outcome(target) if target is not None else "none")

    def do_done_callback(self, var, label):
        target = self.vars.get(var)
        if target is not None:
            target.add_done_callback(lambda f: self.emit("done_callback", label, self.outcome(f)))

    def do_gather(self, var, items, return_exceptions):
        children = [c for c in map(self.awaitable, items) if c is not None]
        self.vars[var] = asyncio.gather(*children, return_exceptions=return_exceptions)

    def do_shield(self, var, item):
        inner = self.awaitable(item)
        if inner is not None:
            self.vars[var] = asyncio.shield(inner)

    def do_call_soon(self, var, statements):
        self.vars[var] = self.loop.call_soon(self.sync_body, statements)

    def do_call_later(self, var, delay, statements):
        self.vars[var] = self.loop.call_later(delay, self.sync_body, statements)

    def do_cancel_handle(self, var):
        handle = self.vars.get(var)
        if handle is not None:
            handle.cancel()
            self.emit("handle_cancelled", var, str(handle.cancelled()).lower())

    def do_set_var(self, name, value):
        self.cvar(name).set(value)

    def do_get_var(self, name):
        self.emit("var", name, self.value(self.cvar(name).get()))

    def cvar(self, name):
        if name not in self.cvars:
            self.cvars[name] = contextvars.ContextVar(name, default=None)
        return self.cvars[name]

    def do_lock(self, var):
        self.vars[var] = asyncio.Lock()

    def do_event(self, var):
        self.vars[var] = asyncio.Event()

    def do_condition(self, var, lock=None):
        self.vars[var] = asyncio.Condition(self.vars[lock] if lock else None)

    def do_semaphore(self, var, value):
        self.vars[var] = asyncio.Semaphore(value)

    def do_bounded_semaphore(self, var, value):
        self.vars[var] = asyncio.BoundedSemaphore(value)

    def do_barrier(self, var, parties):
        self.vars[var] = asyncio.Barrier(parties)

    def do_queue(self, var, kind, maxsize):
        cls = {"fifo": asyncio.Queue, "lifo": asyncio.LifoQueue, "priority": asyncio.PriorityQueue}
        self.vars[var] = cls[kind](maxsize)

    def do_release(self, var):
        self.vars[var].release()

    def do_locked(self, var):
        self.emit("locked", var, str(self.vars[var].locked()).lower())

    def do_event_set(self, var):
        self.vars[var].set()

    def do_event_clear(self, var):
        self.vars[var].clear()

    def do_notify(self, var, n):
        self.vars[var].notify(n)

    def do_notify_all(self, var):
        self.vars[var].notify_all()

    def do_put_nowait(self, var, value):
        self.vars[var].put_nowait(value)

    def do_get_nowait(self, var):
        self.emit("got", var, self.value(self.vars[var].get_nowait()))

    def do_task_done(self, var):
        self.vars[var].task_done()

    def do_queue_size(self, var):
        q = self.vars[var]
        self.emit("queue_size", var, q.qsize())

    def do_queue_shutdown(self, var, immediate):
        self.vars[var].shutdown(immediate)

    def do_reschedule(self, var, delay):
        scope = self.vars.get(var)
        if scope is None:
            return
        scope.reschedule(None if delay is None else self.loop.time() + delay)

    def do_group_spawn(self, group, var, coro):
        if group not in self.vars:
            return
        c = self.coroutine(coro)
        try:
            task = self.vars[group].create_task(c, name=var)
        except BaseException:
            c.close()
            raise
        self.tasks.append(task)
        self.vars[var] = task
        self.emit("spawned", var)

    # -- statements that may suspend --------------------------------------------

    async def co_sleep(self, delay):
        await asyncio.sleep(delay)

    async def co_await(self, item):
        target = self.awaitable(item)
        if target is None:
            self.emit("await", item, "none")
            return
        self.emit("awaited", item, self.value(await target))

    async def co_acquire(self, var):
        result = await self.vars[var].acquire()
        self.emit("acquired", var, self.value(result))

    async def co_with(self, var, statements):
        async with self.vars[var]:
            self.emit("entered", var)
            await self.body(statements)
        self.emit("left", var)

    async def co_event_wait(self, var):
        self.emit("event", var, self.value(await self.vars[var].wait()))

    async def co_condition_wait(self, var):
        self.emit("notified", var, self.value(await self.vars[var].wait()))

    async def co_barrier_wait(self, var):
        self.emit("barrier", var, self.value(await self.vars[var].wait()))

    async def co_barrier_reset(self, var):
        await self.vars[var].reset()

    async def co_barrier_abort(self, var):
        await self.vars[var].abort()

    async def co_put(self, var, value):
        await self.vars[var].put(value)
        self.emit("put", var, self.value(value))

    async def co_get(self, var):
        self.emit("got", var, self.value(await self.vars[var].get()))

    async def co_join(self, var):
        await self.vars[var].join()
        self.emit("joined", var)

    async def co_wait(self, items, return_when, timeout):
        targets = {}
        for item in items:
            target = self.vars.get(item)
            if target is not None and not isinstance(target, events.Handle):
                targets[item] = target
        if not targets:
            return
        done, pending = await asyncio.wait(
            OrderedSet.fromkeys(targets.values()), return_when=return_when, timeout=timeout
        )
        self.emit(
            "waited",
            ",".join(i for i, t in targets.items() if t in done),
            ",".join(i for i, t in targets.items() if t in pending),
        )

    async def co_wait_for(self, item, timeout):
        target = self.awaitable(item)
        if target is None:
            self.emit("await", item, "none")
            return
        result = await asyncio.wait_for(target, timeout)
        self.emit("awaited", item, self.value(result))

    async def co_timeout(self, var, delay, statements):
        try:
            async with asyncio.timeout(delay) as scope:
                self.vars[var] = scope
                await self.body(statements)
        finally:
            self.emit("timeout", var, "expired" if scope.expired() else "in time")

    async def co_group(self, var, statements):
        try:
            async with asyncio.TaskGroup() as group:
                self.vars[var] = group
                await self.body(statements)
        finally:
            self.emit("group_left", var)

    async def co_repeat(self, times, statements):
        for _ in range(times):
            await self.body(statements)

    async def co_try(self, statements, handlers, final):
        try:
            await self.body(statements)
        except Return:
            raise
        except (TooLong, Deadlock):
            raise
        except BaseException as exc:
            for kind, handler in handlers:
                if matches(kind, exc):
                    self.emit("caught", describe(exc))
                    await self.try_handler(handler, exc)
                    break
            else:
                raise
        finally:
            if final:
                await self.body(final)

    async def try_handler(self, handler, exc):
        for op, *args in handler:
            if op == "reraise":
                raise exc
            await self.statement(op, *args)


def replay(program):
    gc.disable()
    try:
        return Replay(program).run()
    finally:
        gc.enable()


def main():
    args = sys.argv[1:]
    checking = "--check" in args
    (path,) = [a for a in args if not a.startswith("--")]
    passed = failed = 0
    for line in open(path, encoding="utf-8"):
        scenario = json.loads(line)
        trace = replay(scenario)
        if checking:
            if trace == scenario["trace"]:
                passed += 1
            else:
                failed += 1
                print("differs:", scenario["id"])
        else:
            scenario["trace"] = trace
            print(json.dumps(scenario, separators=(",", ":")))
    if checking:
        print(f"{passed} passed, {failed} failed")
        sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
