// SPDX-License-Identifier: Apache-2.0
/**
 * Micrometer's context-propagation and the hub's contexts. There is nothing to call: with this
 * module on the path
 *
 * <ul>
 *   <li>every thread-local with an accessor in {@code ContextRegistry.getInstance()}, and SLF4J's
 *       MDC in any case, follows the hub's tasks and callbacks ({@link
 *       io.interloop.contextpropagation.ThreadLocalsCarrier});
 *   <li>context variables follow wherever context-propagation takes thread-locals: into Reactor's
 *       operators, into wrapped executors ({@link
 *       io.interloop.contextpropagation.ContextVarsAccessor});
 *   <li>a snapshot can be taken from an {@link io.interloop.Context} and written to one ({@link
 *       io.interloop.contextpropagation.InterloopContextAccessor}).
 * </ul>
 */
@NullMarked
package io.interloop.contextpropagation;

import org.jspecify.annotations.NullMarked;
