// SPDX-License-Identifier: Apache-2.0
package io.interloop.vertx;

import io.interloop.AsyncStream;
import io.vertx.core.streams.WriteStream;

/**
 * A WriteStream whose items a task reads: one end is given to Vert.x, which pipes into it, the
 * other is iterated over. {@link VertxAdapter#writeStream()} makes one.
 *
 * <pre>{@code
 * WritableStream<Buffer> upload = writeStream();
 * request.pipeTo(upload);
 * for (Buffer part : upload) {
 *   store(part);
 * }
 * }</pre>
 *
 * <p>Any thread may call the methods of the WriteStream; those of the stream belong to a task of
 * its loop.
 *
 * @param <T> the type of the items
 */
public interface WritableStream<T> extends WriteStream<T>, AsyncStream<T> {}
