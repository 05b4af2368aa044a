# SPDX-License-Identifier: Apache-2.0
"""Make random scenario programs, keep those CPython replays deterministically.

usage: generate.py FAMILY COUNT SEED [--large]     prints scenarios with traces, one a line
families: see FAMILIES below; "mixed" draws from all of them
"""

import json
import os
import random
import subprocess
import sys

ERRORS = ["E1", "E2", "E3"]
DELAYS = [0, 0, 0, 1, 1, 2, 3, 5]


class Maker:
    """One random scenario; every object is declared at the start of main."""

    def __init__(self, rng, families, large):
        self.rng = rng
        self.families = families
        self.large = large
        self.counter = 0
        self.tasks = []
        self.futures = []
        self.objects = {}
        self.coros = {}

    def fresh(self, prefix):
        self.counter += 1
        return f"{prefix}{self.counter}"

    def scenario(self, ident):
        rng = self.rng
        declare = []
        for _ in range(rng.randint(1, 2)):
            v = self.fresh("f")
            self.futures.append(v)
            declare.append(["future", v])
        for family in ("lock", "event", "condition", "semaphore", "barrier", "queue"):
            if family in self.families:
                declare += self.declare(family)
        names = [f"c{i}" for i in range(rng.randint(2, 5 if self.large else 3))]
        # later coroutines first, so that earlier ones may spawn them: no recursion
        for i in reversed(range(len(names))):
            self.callable = names[i + 1 :]
            self.group = None
            self.scopes = []
            self.coros[names[i]] = self.block(rng.randint(1, 5 if self.large else 4), 0) + self.ending()
        self.callable = names
        body = self.block(rng.randint(3, 9 if self.large else 6), 0)
        self.coros["main"] = declare + body + self.ending()
        return {"id": ident, "coros": self.coros}

    def ending(self):
        r = self.rng.random()
        if r < 0.5:
            return [["return", self.fresh("r")]]
        if r < 0.65:
            return [["raise", self.rng.choice(ERRORS)]]
        return []

    def declare(self, family):
        rng = self.rng
        out = []
        for _ in range(rng.choice([1, 1, 2])):
            v = self.fresh(family[:2])
            self.objects.setdefault(family, []).append(v)
            if family == "semaphore":
                out.append([rng.choice(["semaphore", "bounded_semaphore"]), v, rng.choice([0, 1, 1, 2])])
            elif family == "barrier":
                out.append(["barrier", v, rng.choice([1, 2, 2, 3])])
            elif family == "queue":
                out.append(["queue", v, rng.choice(["fifo", "fifo", "lifo", "priority"]), rng.choice([0, 1, 1, 2])])
            elif family == "condition":
                locks = self.objects.get("lock", [])
                out.append(["condition", v, rng.choice(locks + [None])])
            else:
                out.append([family, v])
        return out

    def block(self, n, depth):
        out = []
        for _ in range(n):
            out.extend(self.statement(depth))
        return out

    def any_task(self):
        return self.rng.choice(self.tasks + self.futures) if self.tasks else self.rng.choice(self.futures)

    def awaitable(self):
        r = self.rng.random()
        if self.callable and r < 0.35:
            return "coro:" + self.rng.choice(self.callable)
        return self.any_task()

    def some(self, n, unique=False):
        pool = self.tasks + self.futures
        k = min(n, len(pool)) if unique else n
        return self.rng.sample(pool, k) if unique else [self.awaitable() for _ in range(k)]

    def delay(self):
        return self.rng.choice(DELAYS)

    def handlers(self, depth):
        rng = self.rng
        out = []
        for kind in rng.sample(["E1", "E2", "Cancelled", "Timeout", "Exception", "Base", "Group"], rng.randint(1, 2)):
            body = self.block(rng.randint(0, 2), depth + 1)
            if rng.random() < 0.3:
                body.append(["reraise"])
            out.append([kind, body])
        return out

    def statement(self, depth):
        rng = self.rng
        choices = [("log", 2), ("sleep", 4), ("spawn", 4), ("await", 4), ("state", 1)]
        if depth < (3 if self.large else 2):
            choices += [("try", 3), ("repeat", 1)]
        f = self.families
        if "future" in f:
            choices += [("set_result", 2), ("set_exception", 1), ("done_callback", 2)]
        if "cancel" in f:
            choices += [("cancel", 4), ("cancelling", 1), ("uncancel", 1), ("raise", 0.5)]
        if "gather" in f:
            choices += [("gather", 4)]
        if "wait" in f:
            choices += [("wait", 4)]
        if "wait_for" in f:
            choices += [("wait_for", 4)]
        if "shield" in f:
            choices += [("shield", 3)]
        if "callback" in f:
            choices += [("call_soon", 3), ("call_later", 3), ("cancel_handle", 1)]
        if "eager" in f:
            choices += [("spawn_eager", 5)]
        if "context" in f:
            choices += [("set_var", 3), ("get_var", 3)]
        if "timeout" in f and depth < 3:
            choices += [("timeout", 5), ("reschedule", 1)]
        if "group" in f and depth < 3:
            choices += [("group", 5)]
        if self.group:
            choices += [("group_spawn", 8)]
        for family in ("lock", "event", "condition", "semaphore", "barrier", "queue"):
            if family in f:
                choices.append((family, 7))
        op = rng.choices([c for c, _ in choices], [w for _, w in choices])[0]
        return getattr(self, "make_" + op)(depth)

    # one maker an operation; each returns a list of statements

    def make_log(self, depth):
        return [["log", self.fresh("L")]]

    def make_sleep(self, depth):
        return [["sleep", self.delay()]]

    def make_spawn(self, depth, op="spawn"):
        if not self.callable:
            return [["sleep", 0]]
        v = self.fresh("t")
        out = [[op, v, self.rng.choice(self.callable)]]
        self.tasks.append(v)
        return out

    def make_spawn_eager(self, depth):
        return self.make_spawn(depth, "spawn_eager")

    def make_await(self, depth):
        return self.guard([["await", self.awaitable()]], depth)

    def guard(self, statements, depth):
        """Half the time catch what the statements raise, so that programs go on."""
        if self.rng.random() < 0.5:
            kind = self.rng.choice(["Exception", "Exception", "Base", "Cancelled"])
            return [["try", statements, [[kind, []]], None]]
        return statements

    def make_state(self, depth):
        return [["state", self.any_task()]]

    def make_try(self, depth):
        rng = self.rng
        final = self.block(rng.randint(1, 2), depth + 1) if rng.random() < 0.5 else None
        return [["try", self.block(rng.randint(1, 3), depth + 1), self.handlers(depth), final]]

    def make_repeat(self, depth):
        return [["repeat", self.rng.randint(2, 3), self.plain(self.rng.randint(1, 2))]]

    def plain(self, n):
        """Statements that name nothing new, fit for a loop."""
        out = []
        for _ in range(n):
            out.append(self.rng.choice([["sleep", self.delay()], ["log", self.fresh("L")], ["state", self.any_task()]]))
        return out

    def make_set_result(self, depth):
        return self.guard([["set_result", self.rng.choice(self.futures), self.fresh("v")]], depth)

    def make_set_exception(self, depth):
        return self.guard([["set_exception", self.rng.choice(self.futures), self.rng.choice(ERRORS)]], depth)

    def make_done_callback(self, depth):
        return [["done_callback", self.any_task(), self.fresh("D")]]

    def make_cancel(self, depth):
        v = self.any_task()
        return [["cancel", v] if self.rng.random() < 0.7 else ["cancel", v, self.fresh("m")]]

    def make_cancelling(self, depth):
        return [["cancelling", self.rng.choice(self.tasks)]] if self.tasks else [["sleep", 0]]

    def make_uncancel(self, depth):
        return [["uncancel"]]

    def make_raise(self, depth):
        return self.guard([["raise", self.rng.choice(ERRORS + ["Cancelled"])]], depth)

    def make_gather(self, depth):
        v = self.fresh("g")
        items = self.some(self.rng.randint(0, 4))
        out = [["gather", v, items, self.rng.random() < 0.4]]
        if self.rng.random() < 0.8:
            out += self.guard([["await", v]], depth)
        return out

    def make_wait(self, depth):
        items = self.some(self.rng.randint(1, 4), unique=True)
        when = self.rng.choice(["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"])
        return [["wait", items, when, self.rng.choice([None, None, 0, 1, 2, 4])]]

    def make_wait_for(self, depth):
        return self.guard([["wait_for", self.awaitable(), self.rng.choice([None, 0, -1, 1, 2, 3])]], depth)

    def make_shield(self, depth):
        v = self.fresh("s")
        return [["shield", v, self.awaitable()]] + self.guard([["await", v]], depth)

    def sync(self):
        rng = self.rng
        out = []
        for _ in range(rng.randint(1, 3)):
            pick = rng.random()
            if pick < 0.3:
                out.append(["log", self.fresh("L")])
            elif pick < 0.5:
                out.append(["set_result", rng.choice(self.futures), self.fresh("v")])
            elif pick < 0.7 and "cancel" in self.families:
                out.append(["cancel", self.any_task()])
            elif pick < 0.8 and self.callable:
                v = self.fresh("t")
                out.append(["spawn", v, rng.choice(self.callable)])
            elif pick < 0.9:
                out.append(["call_soon", self.fresh("h"), [["log", self.fresh("L")]]])
            else:
                out.append(["raise", rng.choice(ERRORS)])
        return out

    def make_call_soon(self, depth):
        v = self.fresh("h")
        self.handles = getattr(self, "handles", []) + [v]
        return [["call_soon", v, self.sync()]]

    def make_call_later(self, depth):
        v = self.fresh("h")
        self.handles = getattr(self, "handles", []) + [v]
        return [["call_later", v, self.delay(), self.sync()]]

    def make_cancel_handle(self, depth):
        handles = getattr(self, "handles", [])
        return [["cancel_handle", self.rng.choice(handles)]] if handles else [["sleep", 0]]

    def make_set_var(self, depth):
        return [["set_var", self.rng.choice(["x", "y"]), self.fresh("v")]]

    def make_get_var(self, depth):
        return [["get_var", self.rng.choice(["x", "y"])]]

    def make_timeout(self, depth):
        v = self.fresh("z")
        self.scopes.append(v)
        body = self.block(self.rng.randint(1, 3), depth + 1)
        return self.guard([["timeout", v, self.rng.choice([None, 0, -1, 1, 1, 2, 3]), body]], depth)

    def make_reschedule(self, depth):
        if not self.scopes:
            return [["sleep", 1]]
        return self.guard([["reschedule", self.rng.choice(self.scopes), self.rng.choice([None, 0, 1, 3])]], depth)

    def make_group(self, depth):
        v = self.fresh("G")
        outer, self.group = self.group, v
        body = self.block(self.rng.randint(1, 4), depth + 1)
        self.group = outer
        statement = [["group", v, body]]
        if self.rng.random() < 0.6:
            return [["try", statement, [[self.rng.choice(["Group", "Base", "Exception"]), []]], None]]
        return statement

    def make_group_spawn(self, depth):
        if not self.callable:
            return [["sleep", 0]]
        v = self.fresh("t")
        out = [["group_spawn", self.group, v, self.rng.choice(self.callable)]]
        self.tasks.append(v)
        return out

    def make_lock(self, depth):
        v = self.rng.choice(self.objects["lock"])
        return self.scoped(v, depth, extra=[["locked", v]])

    def scoped(self, v, depth, extra):
        r = self.rng.random()
        if r < 0.55 and depth < 3:
            return [["with", v, self.block(self.rng.randint(1, 2), depth + 1)]]
        if r < 0.7:
            return self.guard([["acquire", v]], depth)
        if r < 0.85:
            return self.guard([["release", v]], depth)
        return extra

    def make_semaphore(self, depth):
        v = self.rng.choice(self.objects["semaphore"])
        return self.scoped(v, depth, extra=[["locked", v]])

    def make_event(self, depth):
        v = self.rng.choice(self.objects["event"])
        r = self.rng.random()
        if r < 0.5:
            return self.guard([["event_wait", v]], depth)
        return [["event_set", v] if r < 0.85 else ["event_clear", v]]

    def make_condition(self, depth):
        v = self.rng.choice(self.objects["condition"])
        r = self.rng.random()
        if r < 0.45:
            return [["with", v, self.guard([["condition_wait", v]], depth)]]
        if r < 0.75:
            return [["with", v, [["notify", v, self.rng.randint(1, 2)]]]]
        if r < 0.9:
            return [["with", v, [["notify_all", v]]]]
        return self.guard([["notify", v, 1]], depth)

    def make_barrier(self, depth):
        v = self.rng.choice(self.objects["barrier"])
        r = self.rng.random()
        if r < 0.75:
            return self.guard([["barrier_wait", v]], depth)
        return [["barrier_reset", v] if r < 0.9 else ["barrier_abort", v]]

    def make_queue(self, depth):
        v = self.rng.choice(self.objects["queue"])
        rng = self.rng
        r = rng.random()
        value = rng.randint(0, 9)
        if r < 0.3:
            return self.guard([["put", v, value]], depth)
        if r < 0.6:
            return self.guard([["get", v]], depth)
        if r < 0.7:
            return self.guard([["put_nowait", v, value]], depth)
        if r < 0.78:
            return self.guard([["get_nowait", v]], depth)
        if r < 0.86:
            return self.guard([["task_done", v]], depth)
        if r < 0.92:
            return self.guard([["join", v]], depth)
        if r < 0.96:
            return [["queue_size", v]]
        return [["queue_shutdown", v, rng.random() < 0.4]]


BASIC = ["future", "cancel"]
FAMILIES = {
    "task": BASIC,
    "callback": BASIC + ["callback"],
    "gather": BASIC + ["gather"],
    "wait": BASIC + ["wait"],
    "wait_for": BASIC + ["wait_for"],
    "timeout": BASIC + ["timeout"],
    "shield": BASIC + ["shield"],
    "group": BASIC + ["group"],
    "eager": BASIC + ["eager"],
    "context": BASIC + ["context", "callback"],
    "lock": BASIC + ["lock"],
    "event": BASIC + ["event"],
    "condition": BASIC + ["lock", "condition"],
    "semaphore": BASIC + ["semaphore"],
    "barrier": BASIC + ["barrier"],
    "queue": BASIC + ["queue"],
}
FAMILIES["mixed"] = sorted({f for fs in FAMILIES.values() for f in fs})


def make(family, seed, large):
    rng = random.Random(f"{family}/{seed}")
    families = FAMILIES[family]
    if family == "mixed":
        chosen = rng.sample(families, rng.randint(3, 6))
        families = sorted(set(chosen) | set(BASIC) | ({"lock"} if "condition" in chosen else set()))
    return Maker(rng, families, large).scenario(f"{family}-{seed}")


def main():
    family, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    large = "--large" in sys.argv
    here = os.path.dirname(os.path.abspath(__file__))
    kept = 0
    seen = set()
    while kept < count:
        batch = []
        for _ in range(max(50, count)):
            batch.append(json.dumps(make(family, seed, large), separators=(",", ":")))
            seed += 1
        outputs = []
        for hash_seed in ("1", "77", "4242"):
            done = subprocess.run(
                [sys.executable, os.path.join(here, "replay_cpython.py"), "/dev/stdin"],
                input="\n".join(batch), capture_output=True, text=True,
                env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONMALLOC": "malloc" if hash_seed == "77" else "default"},
            )
            if done.returncode:
                sys.exit(done.stderr)
            outputs.append(done.stdout.splitlines())
        for lines in zip(*outputs):
            if kept == count:
                break
            if len(set(lines)) != 1:
                continue
            trace = json.loads(lines[0])["trace"]
            if trace is None or len(trace) < 6:
                continue
            key = json.dumps(trace)
            if key in seen:
                continue
            seen.add(key)
            kept += 1
            print(lines[0])


if __name__ == "__main__":
    main()
