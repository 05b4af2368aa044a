// SPDX-License-Identifier: Apache-2.0
/**
 * A loop in a Spring Boot application: {@link io.interloop.spring.InterloopAutoConfiguration} makes
 * an {@link io.interloop.EventLoop} bean, and lets controllers return what runs on it.
 */
@NullMarked
@CheckReturnValue
package io.interloop.spring;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
