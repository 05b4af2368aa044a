// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import io.interloop.EventLoop;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.ReactiveAdapterRegistry;

/** Adds the hub's types to every registry that is a bean, as WebFlux's is. */
final class WebFluxTypes implements BeanPostProcessor {
  private final ObjectProvider<EventLoop> loop;

  WebFluxTypes(ObjectProvider<EventLoop> loop) {
    this.loop = loop;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    if (bean instanceof ReactiveAdapterRegistry registry) {
      HubTypes.register(registry, loop.getObject());
    }
    return bean;
  }
}
