// SPDX-License-Identifier: Apache-2.0
@file:JvmName("KotlinStreams")

package io.interloop.benchmarks

import io.reactivex.rxjava3.core.Flowable
import kotlin.coroutines.ContinuationInterceptor
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.asFlux
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.rx3.asFlowable
import kotlinx.coroutines.runBlocking
import reactor.core.publisher.Flux

// There and back again: asFlow asks its publisher for as many items as the buffer holds.

private fun capacity(prefetch: Int) = if (prefetch == Int.MAX_VALUE) Channel.UNLIMITED else prefetch

fun fluxThroughFlow(source: Flux<Int>, prefetch: Int): Long = runBlocking {
    val context = coroutineContext[ContinuationInterceptor]!!
    source.asFlow().buffer(capacity(prefetch)).asFlux(context).reduce(0L) { sum, item -> sum + item }.awaitSingle()
}

fun flowableThroughFlow(source: Flowable<Int>, prefetch: Int): Long = runBlocking {
    val context = coroutineContext[ContinuationInterceptor]!!
    val back = source.asFlow().buffer(capacity(prefetch)).asFlowable(context)
    Flux.from(back).reduce(0L) { sum, item -> sum + item }.awaitSingle()
}
