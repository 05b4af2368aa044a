// SPDX-License-Identifier: Apache-2.0
package io.interloop.asyncio;

/** What can stand in a loop's ready queue: a callback, or a task whose next step is due. */
sealed interface Ready permits CoreHandle, CoreTask {}
