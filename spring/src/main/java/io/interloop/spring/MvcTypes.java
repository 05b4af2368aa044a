// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import io.interloop.EventLoop;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Adds the hub's types to MVC. Its registry is one for the whole JVM, unless it is given another;
 * so it is, because each application has a loop of its own.
 */
final class MvcTypes implements BeanPostProcessor {
  private final ObjectProvider<EventLoop> loop;

  MvcTypes(ObjectProvider<EventLoop> loop) {
    this.loop = loop;
  }

  /** Before the initialization, which hands the registry on. */
  @Override
  public Object postProcessBeforeInitialization(Object bean, String beanName) {
    if (bean instanceof RequestMappingHandlerAdapter adapter) {
      ReactiveAdapterRegistry registry = adapter.getReactiveAdapterRegistry();
      if (registry == ReactiveAdapterRegistry.getSharedInstance()) {
        registry = new OwnRegistry();
        adapter.setReactiveAdapterRegistry(registry);
      }
      HubTypes.register(registry, loop.getObject());
    }
    return bean;
  }

  /** Knows what the shared registry knows, also what is added to that later. */
  private static final class OwnRegistry extends ReactiveAdapterRegistry {
    @Override
    public @Nullable ReactiveAdapter getAdapter(
        @Nullable Class<?> reactiveType, @Nullable Object source) {
      ReactiveAdapter own = super.getAdapter(reactiveType, source);
      return own != null ? own : getSharedInstance().getAdapter(reactiveType, source);
    }
  }
}
