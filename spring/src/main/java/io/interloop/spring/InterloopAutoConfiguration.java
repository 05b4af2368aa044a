// SPDX-License-Identifier: Apache-2.0
package io.interloop.spring;

import io.interloop.EventLoop;
import io.interloop.ExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Puts a loop into the application and teaches controllers the hub's types.
 *
 * <p><b>The loop</b> is a bean of type {@link EventLoop}, in a thread of its own. It starts before
 * the web server and stops after it: then its tasks are cancelled and their cleanup is awaited. An
 * {@link ExceptionHandler} bean takes its reports. An application that defines an {@link EventLoop}
 * bean has that one used instead, and runs and closes it itself.
 *
 * <p><b>Controllers</b> of WebFlux and MVC may return an {@link io.interloop.Awaitable}, which runs
 * on the loop as a task of the request, an {@link io.interloop.AsyncStream}, or a {@link
 * io.interloop.Future} or {@link io.interloop.Task} that runs anyway.
 */
@AutoConfiguration
@EnableConfigurationProperties(InterloopProperties.class)
public final class InterloopAutoConfiguration {

  /** Created by Spring. */
  public InterloopAutoConfiguration() {}

  @Bean
  static WebFluxTypes interloopWebFluxTypes(ObjectProvider<EventLoop> loop) {
    return new WebFluxTypes(loop);
  }

  /** Where the application has no loop of its own. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(EventLoop.class)
  static class Loop {

    @Bean
    ApplicationLoop interloopApplicationLoop(
        InterloopProperties properties, ObjectProvider<ExceptionHandler> exceptionHandler) {
      ApplicationLoop application = new ApplicationLoop(properties);
      exceptionHandler.ifUnique(application.loop()::setExceptionHandler);
      return application;
    }

    @Bean(destroyMethod = "") // not Spring's to close
    EventLoop interloopEventLoop(ApplicationLoop application) {
      return application.loop();
    }
  }

  /** Where there is MVC. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RequestMappingHandlerAdapter.class)
  static class Mvc {

    @Bean
    static MvcTypes interloopMvcTypes(ObjectProvider<EventLoop> loop) {
      return new MvcTypes(loop);
    }
  }
}
