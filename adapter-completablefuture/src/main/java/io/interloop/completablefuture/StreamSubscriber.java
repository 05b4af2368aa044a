// SPDX-License-Identifier: Apache-2.0
package io.interloop.completablefuture;

import io.interloop.AsyncStream;
import java.util.concurrent.Flow;

/**
 * A subscriber whose items a task reads: one end is given to a publisher, the other is iterated
 * over. {@link FutureAdapter#subscriber()} makes one.
 *
 * <pre>{@code
 * StreamSubscriber<ByteBuffer> body = subscriber();
 * client.subscribeTo(body);
 * for (ByteBuffer part : body) {
 *   write(part);
 * }
 * }</pre>
 *
 * <p>It may be subscribed before the iteration begins or after; nothing is requested before. Any
 * thread may call the methods of the subscriber; those of the stream belong to a task of its loop.
 *
 * @param <T> the type of the items
 */
public interface StreamSubscriber<T> extends Flow.Subscriber<T>, AsyncStream<T> {}
