// SPDX-License-Identifier: Apache-2.0
/** A link checker: one coroutine conducts four libraries. */
@NullMarked
package io.interloop.examples.crawl;

import org.jspecify.annotations.NullMarked;
