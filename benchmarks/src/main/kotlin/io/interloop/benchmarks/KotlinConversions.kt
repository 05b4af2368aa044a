// SPDX-License-Identifier: Apache-2.0
@file:JvmName("KotlinConversions")

package io.interloop.benchmarks

import io.reactivex.rxjava3.core.Completable
import io.reactivex.rxjava3.core.Maybe
import io.reactivex.rxjava3.core.Single
import java.util.concurrent.CompletionStage
import java.util.function.Consumer
import java.util.function.Function
import java.util.function.LongConsumer
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.future.asCompletableFuture
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future
import kotlinx.coroutines.reactor.asMono
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.mono
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.rx3.asCompletable
import kotlinx.coroutines.rx3.asMaybe
import kotlinx.coroutines.rx3.asSingle
import kotlinx.coroutines.rx3.await
import kotlinx.coroutines.rx3.awaitSingle
import kotlinx.coroutines.rx3.rxSingle
import kotlinx.coroutines.yield
import reactor.core.publisher.Mono

// What kotlinx.coroutines does in the rows about conversions of one value.

/** Makes a foreign source; what it hands to the consumer runs in the next turn of the loop. */
private typealias Maker<S> = Function<Consumer<Runnable>, S>

private fun CoroutineScope.soon(): Consumer<Runnable> {
    val context = coroutineContext
    val dispatcher = context[ContinuationInterceptor] as CoroutineDispatcher
    return Consumer { dispatcher.dispatch(context, it) }
}

private inline fun <S : Any> awaitEach(count: Int, make: Maker<S>, crossinline await: suspend (S) -> Long): Long =
    runBlocking {
        val soon = soon()
        var sum = 0L
        repeat(count) { sum += await(make.apply(soon)) }
        sum
    }

fun awaitStages(count: Int, make: Maker<CompletionStage<Long>>): Long = awaitEach(count, make) { it.await() }

fun awaitMonos(count: Int, make: Maker<Mono<Long>>): Long = awaitEach(count, make) { it.awaitSingle() }

fun awaitSingles(count: Int, make: Maker<Single<Long>>): Long = awaitEach(count, make) { it.await() }

fun awaitMaybes(count: Int, make: Maker<Maybe<Long>>): Long = awaitEach(count, make) { it.awaitSingle() }

fun awaitCompletables(count: Int, make: Maker<Completable>): Long =
    awaitEach(count, make) {
        it.await()
        1L
    }

/** Converts and subscribes in batches, and lets the loop turn until a batch has arrived. */
private inline fun convertEach(
    count: Int,
    batch: Int,
    pending: Boolean,
    crossinline convert: (Deferred<Long>, CoroutineContext, LongConsumer) -> Unit,
): Long = runBlocking {
    val soon = soon()
    val context = coroutineContext[ContinuationInterceptor]!!
    var received = 0L
    val sink = LongConsumer { received += it }
    var sent = 0L
    while (sent < count) {
        repeat(batch) {
            val source = CompletableDeferred<Long>()
            if (pending) soon.accept { source.complete(1L) } else source.complete(1L)
            convert(source, context, sink)
        }
        sent += batch
        while (received < sent) yield()
    }
    received
}

fun toFutures(count: Int, batch: Int, pending: Boolean): Long =
    convertEach(count, batch, pending) { source, _, sink ->
        source.asCompletableFuture().thenAccept(sink::accept)
    }

fun toMonos(count: Int, batch: Int, pending: Boolean): Long =
    convertEach(count, batch, pending) { source, context, sink ->
        source.asMono(context).subscribe(sink::accept)
    }

fun toSingles(count: Int, batch: Int, pending: Boolean): Long =
    convertEach(count, batch, pending) { source, context, sink ->
        source.asSingle(context).subscribe(sink::accept)
    }

fun toMaybes(count: Int, batch: Int, pending: Boolean): Long =
    convertEach(count, batch, pending) { source, context, sink ->
        source.asMaybe(context).subscribe(sink::accept)
    }

fun toCompletables(count: Int, batch: Int, pending: Boolean): Long =
    convertEach(count, batch, pending) { source, context, sink ->
        source.asCompletable(context).subscribe { sink.accept(1L) }
    }

fun startFutures(count: Int, batch: Int): Long = runBlocking {
    val scope = this
    turning(count, batch) { sink -> scope.future { 1L }.thenAccept(sink::accept) }
}

fun startMonos(count: Int, batch: Int): Long = runBlocking {
    val context = coroutineContext[ContinuationInterceptor]!!
    turning(count, batch) { sink -> mono(context) { 1L }.subscribe(sink::accept) }
}

fun startSingles(count: Int, batch: Int): Long = runBlocking {
    val context = coroutineContext[ContinuationInterceptor]!!
    turning(count, batch) { sink -> rxSingle(context) { 1L }.subscribe(sink::accept) }
}

private suspend inline fun turning(count: Int, batch: Int, start: (LongConsumer) -> Unit): Long {
    var received = 0L
    val sink = LongConsumer { received += it }
    var sent = 0L
    while (sent < count) {
        repeat(batch) { start(sink) }
        sent += batch
        while (received < sent) yield()
    }
    return received
}

private inline fun roundTrips(
    count: Int,
    pending: Boolean,
    crossinline there: suspend (Deferred<Long>, CoroutineContext) -> Long,
): Long = runBlocking {
    val soon = soon()
    val context = coroutineContext[ContinuationInterceptor]!!
    var sum = 0L
    repeat(count) {
        val source = CompletableDeferred<Long>()
        if (pending) soon.accept { source.complete(1L) } else source.complete(1L)
        sum += there(source, context)
    }
    sum
}

fun throughFutures(count: Int, pending: Boolean): Long =
    roundTrips(count, pending) { source, _ -> source.asCompletableFuture().await() }

fun throughMonos(count: Int, pending: Boolean): Long =
    roundTrips(count, pending) { source, context -> source.asMono(context).awaitSingle() }

fun throughSingles(count: Int, pending: Boolean): Long =
    roundTrips(count, pending) { source, context -> source.asSingle(context).await() }
