// SPDX-License-Identifier: Apache-2.0
/**
 * What Interloop costs, beside its peers.
 *
 * <p>A {@link io.interloop.benchmarks.Row} is one piece of work and those who do it; the classes
 * that make rows are listed in {@link io.interloop.benchmarks.Rows}. {@link
 * io.interloop.benchmarks.Suite} measures them and {@link io.interloop.benchmarks.Report} writes
 * down what came out.
 */
@NullMarked
package io.interloop.benchmarks;

import org.jspecify.annotations.NullMarked;
