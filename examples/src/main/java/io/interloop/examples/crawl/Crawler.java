// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import static io.interloop.asyncio.Asyncio.createTask;
import static io.interloop.asyncio.Asyncio.generator;
import static io.interloop.asyncio.Asyncio.taskGroup;

import io.interloop.AsyncStream;
import io.interloop.Task;
import io.interloop.TaskOptions;
import io.interloop.asyncio.Queue;
import io.interloop.asyncio.QueueShutDown;
import io.interloop.asyncio.TaskGroup;
import io.interloop.examples.crawl.Fetcher.Fetched;
import io.interloop.examples.crawl.Visit.Failure;
import io.interloop.examples.crawl.Visit.File;
import io.interloop.examples.crawl.Visit.Html;
import io.interloop.examples.crawl.Visit.Redirect;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Conducts a crawl: one coroutine, its task group, and three queues.
 *
 * <pre>
 *   frontier ──▶ workers ──▶ fetched ──▶ parser (RxJava) ──▶ conductor
 *      ▲            │                                            │
 *      │            └──▶ visits ──▶ statistics (Reactor) ──▶ progress
 *      └───────────────────── links not seen before ─────────────┘
 * </pre>
 *
 * <p>The queue of pages is short, and the parser asks for no more than it can hold: workers that
 * fetch faster than pages are read have to wait. The frontier has no limit, since whoever empties
 * it fills it too.
 */
final class Crawler {
  private final Fetcher fetcher;
  private final Findings findings;
  private final Progress progress;
  private final int workers;

  /** Where the site is. Set before anything is crawled. */
  private Scope scope;

  /** All addresses that were ever in the frontier, and how many redirects led there. */
  private final Map<URI, Integer> known = new HashMap<>();

  private final Queue<URI> frontier = new Queue<>();
  private final Queue<Page> fetched;
  private final Queue<Visit> visits = new Queue<>();

  /**
   * Creates a crawler.
   *
   * @param fetcher asks the servers
   * @param concurrency how many requests it has under way at the most
   * @param scope where to start, and how far to go
   * @param findings where to put what is found
   * @param progress where to show how it goes
   */
  Crawler(Fetcher fetcher, int concurrency, Scope scope, Findings findings, Progress progress) {
    this.fetcher = fetcher;
    this.scope = scope;
    this.findings = findings;
    this.progress = progress;
    // Twice as many as there are permits to fetch: while one half waits for the parser, the other
    // can keep the line busy.
    this.workers = 2 * concurrency;
    this.fetched = new Queue<>(concurrency);
  }

  /** Crawls the site. When it is cancelled, the findings have what was found so far. */
  void crawl() throws Exception {
    Task<?> statistics = createTask(TaskOptions.named("statistics"), this::measure);
    try {
      Page start = findStart();
      taskGroup((TaskGroup group) -> conduct(group, start)).await();
    } finally {
      // The last window is still open: let it be counted, also when we have been cancelled.
      visits.shutdown();
      statistics.await();
    }
  }

  /** The one page without which there is nothing to crawl; it also says where the site lives. */
  private Page findStart() throws Exception {
    URI asked = scope.canonical(scope.home());
    URI address = asked;
    Set<URI> way = new LinkedHashSet<>();
    while (way.size() <= Judge.MAX_REDIRECTS) {
      Fetched answer = fetcher.get(address).await();
      record(answer.visit());
      String detour = way.isEmpty() ? "" : ", after " + scope.route(way, address);
      way.add(address);
      switch (answer.visit().found()) {
        case Html html -> {
          scope = scope.movedTo(address);
          findings.startsAt(scope);
          way.forEach(seen -> known.put(seen, 0));
          return Objects.requireNonNull(answer.page());
        }
        case File file -> throw new BadInput(asked + ": no HTML" + detour);
        case Failure failure -> throw new BadInput(asked + ": " + failure.reason() + detour);
        case Redirect redirect -> address = scope.canonical(redirect.to());
      }
      if (way.contains(address)) {
        throw new BadInput(asked + ": redirect loop: " + scope.route(way, address));
      }
    }
    throw new BadInput(asked + ": more than " + Judge.MAX_REDIRECTS + " redirects");
  }

  private void conduct(TaskGroup group, Page start) throws Exception {
    for (int i = 1; i <= workers; i++) {
      group.createTask(TaskOptions.named("worker-" + i), this::work);
    }
    group.createTask(TaskOptions.named("end"), this::endWhenAllIsDone);
    // The start page has been visited: it passes through the frontier only to be counted there.
    frontier.putNowait(start.address());
    var unused = frontier.getNowait();
    fetched.putNowait(start);
    followLinks();
  }

  /** An address is dealt with when its visit, or the page it led to, will bring no new one. */
  private void endWhenAllIsDone() throws Exception {
    frontier.join().await();
    frontier.shutdown();
    fetched.shutdown();
  }

  private void work() throws Exception {
    try (AsyncStream<URI> addresses = itemsOf(frontier)) {
      for (URI address : addresses) {
        visit(address);
      }
    }
  }

  private void visit(URI address) throws Exception {
    if (!scope.isInside(address)) {
      Visit visit = fetcher.check(address).await();
      record(visit);
      followRedirect(visit);
      frontier.taskDone();
      return;
    }
    Fetched answer = fetcher.get(address).await();
    record(answer.visit());
    if (answer.page() != null) {
      // Its links are still to come.
      fetched.put(answer.page()).await();
      return;
    }
    followRedirect(answer.visit());
    frontier.taskDone();
  }

  private void record(Visit visit) {
    findings.visited(visit);
    visits.putNowait(visit);
  }

  private void followRedirect(Visit visit) {
    if (visit.found() instanceof Redirect redirect) {
      int redirects = known.getOrDefault(visit.address(), 0) + 1;
      if (redirects <= Judge.MAX_REDIRECTS) {
        discover(scope.canonical(redirect.to()), redirects);
      }
    }
  }

  /** Pages go to RxJava, what they say comes back. */
  private void followLinks() throws Exception {
    Parser parser = new Parser(scope);
    try (AsyncStream<Document> documents =
        RxAdapter.stream(parser.parse(RxAdapter.flowable(() -> itemsOf(fetched))))) {
      for (Document document : documents) {
        findings.read(document);
        document.links().forEach(link -> discover(link.address(), 0));
        frontier.taskDone();
      }
    }
  }

  private void discover(URI address, int redirects) {
    boolean wanted = scope.isInside(address) || scope.external();
    if (wanted && known.size() < scope.limit() && known.putIfAbsent(address, redirects) == null) {
      frontier.putNowait(address);
    }
  }

  /** Visits go to Reactor, the sums come back. */
  private void measure() throws Exception {
    try (AsyncStream<Statistics> sums =
        ReactorAdapter.stream(
            Statistics.of(ReactorAdapter.flux(() -> itemsOf(visits)), progress.interval()))) {
      for (Statistics sum : sums) {
        findings.measured(sum);
        if (!known.isEmpty()) {
          progress.show(sum, known.size());
        }
      }
    }
  }

  /** Returns the items of a queue until it is shut down. */
  private static <T> AsyncStream<T> itemsOf(Queue<T> queue) {
    return generator(out -> {
      try {
        while (true) {
          out.yield(queue.get().await());
        }
      } catch (QueueShutDown end) {
        // The end of the queue is the end of the stream.
      }
    });
  }
}
