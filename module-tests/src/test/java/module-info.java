// SPDX-License-Identifier: Apache-2.0
// Requires every published module by its name, as a modular application does.
open module io.interloop.moduletests {
  requires io.interloop.asyncio;
  requires io.interloop.blockhound;
  requires io.interloop.completablefuture;
  requires io.interloop.contextpropagation;
  requires io.interloop.reactivestreams;
  requires io.interloop.reactor;
  requires io.interloop.rx;
  requires io.interloop.testkit;
  requires io.interloop.vertx;
  requires org.assertj.core;
  requires org.junit.jupiter.api;
  requires org.junit.jupiter.params;
}
