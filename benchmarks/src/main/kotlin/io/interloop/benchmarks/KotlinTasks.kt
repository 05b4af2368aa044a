// SPDX-License-Identifier: Apache-2.0
@file:JvmName("KotlinTasks")

package io.interloop.benchmarks

import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.asDeferred
import kotlinx.coroutines.future.await
import kotlinx.coroutines.job
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

// What kotlinx.coroutines does in the rows about tasks: always on the event loop of runBlocking, one thread.

fun switching(tasks: Int, yields: Int): Long = runBlocking {
    var sum = 0L
    List(tasks) {
        launch {
            repeat(yields) {
                yield()
                sum++
            }
        }
    }.joinAll()
    sum
}

fun spawning(tasks: Int): Long = runBlocking {
    var sum = 0L
    repeat(tasks) { sum += async { 1L }.await() }
    sum
}

fun gathering(tasks: Int): Long = runBlocking {
    List(tasks) { async { 1L } }.awaitAll().sum()
}

fun gatheringYields(tasks: Int): Long = runBlocking {
    List(tasks) {
        async {
            yield()
            1L
        }
    }.awaitAll().sum()
}

fun grouping(groups: Int, tasks: Int): Long = runBlocking {
    var sum = 0L
    repeat(groups) {
        coroutineScope {
            repeat(tasks) { launch { sum++ } }
        }
    }
    sum
}

/** A capacity below 1 stands for an unlimited channel. */
fun queueing(capacity: Int, items: Int): Long = runBlocking {
    val channel = Channel<Int>(if (capacity < 1) Channel.UNLIMITED else capacity)
    launch { for (i in 1..items) channel.send(i) }
    var sum = 0L
    repeat(items) { sum += channel.receive() }
    sum
}

fun cancelling(tasks: Int): Long = runBlocking {
    var cancelled = 0L
    val jobs = List(tasks) {
        launch {
            try {
                awaitCancellation()
            } finally {
                cancelled++
            }
        }
    }
    yield()
    jobs.forEach(Job::cancel)
    jobs.joinAll()
    cancelled
}

fun nestedTimeouts(rounds: Int, depth: Int): Long = runBlocking {
    var sum = 0L
    repeat(rounds) { sum += nested(depth) }
    sum
}

private suspend fun nested(depth: Int): Long =
    if (depth == 0) 1L else withTimeout(HOUR) { nested(depth - 1) }

fun waitingForReady(rounds: Int): Long = runBlocking {
    val ready = CompletableDeferred(1L)
    var sum = 0L
    repeat(rounds) { sum += withTimeout(HOUR) { ready.await() } }
    sum
}

/** The helper completes each future with the time at which it did so; returns the latencies. */
fun foreignCompletions(rounds: Int, helper: java.util.function.Consumer<CompletableFuture<Long>>): LongArray = runBlocking {
    LongArray(rounds) {
        val future = CompletableFuture<Long>()
        helper.accept(future)
        val sent = future.await()
        System.nanoTime() - sent
    }
}

fun idleTasks(tasks: Int, heap: java.util.function.LongSupplier): Long = runBlocking {
    val never = CompletableDeferred<Long>()
    val jobs = arrayOfNulls<Job>(tasks)
    val before = heap.asLong
    for (i in 0 until tasks) jobs[i] = launch { never.await() }
    yield()
    val used = heap.asLong - before
    jobs.forEach { it!!.cancel() }
    used
}

fun idleDelays(tasks: Int, heap: java.util.function.LongSupplier): Long = runBlocking {
    val jobs = arrayOfNulls<Job>(tasks)
    val before = heap.asLong
    for (i in 0 until tasks) jobs[i] = launch { delay(HOUR + i) }
    yield()
    val used = heap.asLong - before
    jobs.forEach { it!!.cancel() }
    used
}

fun idleConversions(futures: List<CompletableFuture<Long>>, heap: java.util.function.LongSupplier): Long {
    val converted = arrayOfNulls<Any>(futures.size)
    val before = heap.asLong
    for (i in futures.indices) converted[i] = futures[i].asDeferred()
    val used = heap.asLong - before
    check(converted.none { it == null })
    return used
}

fun sleeping(tasks: Int, millis: Long): Long = runBlocking {
    var sum = 0L
    repeat(tasks) {
        launch {
            delay(millis)
            sum++
        }
    }
    coroutineContext.job.children.forEach { it.join() }
    sum
}

private const val HOUR = 3_600_000L
