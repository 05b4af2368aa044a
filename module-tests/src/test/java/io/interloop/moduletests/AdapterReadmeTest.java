// SPDX-License-Identifier: Apache-2.0
package io.interloop.moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import io.interloop.AsyncRunnable;
import io.interloop.AsyncStream;
import io.interloop.Awaitable;
import io.interloop.ConversionOptions;
import io.interloop.EventLoop;
import io.interloop.Future;
import io.interloop.Task;
import io.interloop.completablefuture.FutureAdapter;
import io.interloop.completablefuture.StreamSubscriber;
import io.interloop.reactivestreams.ReactiveStreamsAdapter;
import io.interloop.reactor.ReactorAdapter;
import io.interloop.rx.RxAdapter;
import io.interloop.vertx.VertxAdapter;
import io.interloop.vertx.WritableStream;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The adapters' READMEs and their code say the same. */
class AdapterReadmeTest {

  /** The adapters, each with its one class of conversions. */
  enum Adapter {
    COMPLETABLEFUTURE(FutureAdapter.class),
    REACTIVESTREAMS(ReactiveStreamsAdapter.class),
    REACTOR(ReactorAdapter.class),
    RX(RxAdapter.class),
    VERTX(VertxAdapter.class);

    private final Class<?> facade;

    Adapter(Class<?> facade) {
      this.facade = facade;
    }

    private List<String> readme() throws IOException {
      String directory = "adapter-" + facade.getPackageName().replaceAll(".*\\.", "");
      return Files.readAllLines(
          Path.of("").toAbsolutePath().resolveSibling(directory).resolve("README.md"));
    }

    private List<Method> methods() {
      return Arrays.stream(facade.getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()))
          .toList();
    }

    private List<Method> conversions() {
      return methods().stream().filter(AdapterReadmeTest::isConversion).toList();
    }

    /** The overloads without what has a default: the loop and the options. */
    private List<Method> shortestForms() {
      List<Class<?>> defaulted = List.of(EventLoop.class, ConversionOptions.class);
      return conversions().stream()
          .filter(method -> Stream.of(method.getParameterTypes()).noneMatch(defaulted::contains))
          .toList();
    }

    /** The rows of the table of conversions. */
    private List<Row> rows() throws IOException {
      return readme().stream()
          .dropWhile(line -> !line.equals("## What converts to what"))
          .dropWhile(line -> !line.startsWith("|---"))
          .skip(1)
          .takeWhile(line -> line.startsWith("|"))
          .map(Row::of)
          .toList();
    }
  }

  private static final List<Class<?>> HUB_TYPES =
      List.of(
          Awaitable.class,
          AsyncRunnable.class,
          Future.class,
          AsyncStream.class,
          StreamSubscriber.class,
          WritableStream.class);

  private static final Map<String, List<Class<?>>> TYPES =
      Map.ofEntries(
          // the hub's
          Map.entry("coroutine", List.of(Awaitable.class, AsyncRunnable.class)),
          Map.entry("Awaitable", List.of(Awaitable.class)),
          Map.entry("Future", List.of(Future.class)),
          Map.entry("Task", List.of(Task.class)),
          Map.entry("AsyncStream", List.of(AsyncStream.class)),
          Map.entry("StreamSubscriber", List.of(StreamSubscriber.class)),
          Map.entry("WritableStream", List.of(WritableStream.class)),
          // the JDK's
          Map.entry("CompletionStage", List.of(CompletionStage.class)),
          Map.entry("CompletableFuture", List.of(CompletableFuture.class)),
          Map.entry("java.util.concurrent.Future", List.of(java.util.concurrent.Future.class)),
          Map.entry("Supplier", List.of(Supplier.class)),
          Map.entry("Callable", List.of(Callable.class)),
          Map.entry("Function", List.of(Function.class)),
          Map.entry("Flow.Publisher", List.of(Flow.Publisher.class)),
          Map.entry("Flow.Processor", List.of(Flow.Processor.class)),
          // the libraries'
          Map.entry("Publisher", List.of(Publisher.class)),
          Map.entry("Mono", List.of(Mono.class)),
          Map.entry("Flux", List.of(Flux.class)),
          Map.entry("Single", List.of(Single.class)),
          Map.entry("Maybe", List.of(Maybe.class)),
          Map.entry("Completable", List.of(Completable.class)),
          Map.entry("Flowable", List.of(Flowable.class)),
          Map.entry("Observable", List.of(Observable.class)),
          Map.entry("Vert.x Future", List.of(io.vertx.core.Future.class)),
          Map.entry("Handler", List.of(Handler.class)),
          Map.entry("ReadStream", List.of(ReadStream.class)),
          Map.entry("MessageConsumer", List.of(MessageConsumer.class)));

  /** A method as the table writes it: its name and how many arguments it has. */
  private record Call(String name, int arguments) {
    private static final Pattern FORM = Pattern.compile("`(\\w+)\\(([^)]*)\\)`");

    static List<Call> in(String cell) {
      return FORM.matcher(cell).results().map(Call::of).toList();
    }

    private static Call of(java.util.regex.MatchResult match) {
      String arguments = match.group(2);
      return new Call(match.group(1), arguments.isEmpty() ? 0 : arguments.split(",", -1).length);
    }

    boolean names(Method method) {
      return method.getName().equals(name) && method.getParameterCount() == arguments;
    }
  }

  private record Row(String text, List<String> from, List<String> to, List<Call> calls) {
    static Row of(String line) {
      String[] cells = line.split("\\|", -1);
      return new Row(line, types(cells[1]), types(cells[2]), Call.in(cells[3]));
    }

    /** The word each part of a cell begins with: `Awaitable` of the first item, CompletionStage. */
    private static List<String> types(String cell) {
      return Stream.of(cell.replace("`", "").split(",", -1))
          .map(String::strip)
          .map(part -> part.startsWith("Vert.x ") ? "Vert.x Future" : part.split(" ", -1)[0])
          .toList();
    }

    /** Whether a method is what this row is about. */
    boolean covers(Method method) {
      return calls.stream().anyMatch(call -> call.names(method))
          && (method.getParameterCount() == 0 || from.stream().anyMatch(t -> takes(method, t)))
          && to.stream().anyMatch(type -> returns(method, type));
    }
  }

  /** Whether the hub's side of it is a value or values; a scheduler for instance has none. */
  private static boolean isConversion(Method method) {
    Stream<Type> types =
        Stream.concat(
            Stream.of(method.getGenericParameterTypes()), Stream.of(method.getGenericReturnType()));
    return types.anyMatch(
        type -> HUB_TYPES.stream().anyMatch(hub -> type.getTypeName().contains(hub.getName())));
  }

  private static List<Class<?>> type(String name) {
    return TYPES.getOrDefault(name, List.of());
  }

  /** Whether a parameter takes the type, or something of the type as a supplier does. */
  private static boolean takes(Method method, String name) {
    for (int i = 0; i < method.getParameterCount(); i++) {
      Class<?> raw = method.getParameterTypes()[i];
      String generic = method.getGenericParameterTypes()[i].getTypeName();
      for (Class<?> type : type(name)) {
        if (raw.isAssignableFrom(type) || generic.contains(type.getName())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean returns(Method method, String name) {
    return type(name).contains(method.getReturnType());
  }

  @ParameterizedTest
  @EnumSource
  void everyConversionInTheTableExists(Adapter adapter) throws IOException {
    List<Row> rows = adapter.rows();
    assertThat(rows).hasSizeGreaterThan(5);
    for (Row row : rows) {
      assertThat(row.calls()).as(row.text()).isNotEmpty();
      for (Call call : row.calls()) {
        List<Method> named = adapter.conversions().stream().filter(call::names).toList();
        assertThat(named).as("%s in %s", call, row.text()).anyMatch(row::covers);
      }
      List<Method> meant = adapter.conversions().stream().filter(row::covers).toList();
      for (String from : row.from()) {
        assertThat(meant)
            .as("from %s in %s", from, row.text())
            .anyMatch(method -> method.getParameterCount() == 0 || takes(method, from));
      }
      for (String to : row.to()) {
        assertThat(meant).as("to %s in %s", to, row.text()).anyMatch(method -> returns(method, to));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyConversionIsInTheTable(Adapter adapter) throws IOException {
    List<Row> rows = adapter.rows();
    assertThat(adapter.shortestForms())
        .isNotEmpty()
        .allSatisfy(
            method -> assertThat(rows).as("%s", method).anyMatch(row -> row.covers(method)));
  }

  @ParameterizedTest
  @EnumSource
  void theLongerFormsBelongToAShorterOne(Adapter adapter) {
    List<String> names = adapter.shortestForms().stream().map(Method::getName).toList();
    assertThat(adapter.conversions())
        .extracting(Method::getName)
        .allSatisfy(name -> assertThat(names).contains(name));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoConversionIsNamedToo(Adapter adapter) throws IOException {
    String readme = String.join(" ", adapter.readme());
    assertThat(adapter.methods())
        .filteredOn(method -> !isConversion(method))
        .allSatisfy(method -> assertThat(readme).contains(method.getName() + "("));
  }

  @ParameterizedTest
  @EnumSource
  void theHeadingsAreThoseOfEveryAdapter(Adapter adapter) throws IOException {
    assertThat(adapter.readme())
        .filteredOn(line -> line.startsWith("## "))
        .containsSubsequence(
            "## What converts to what",
            "## Cancelling",
            "## Threads",
            "## Failures",
            "## Empty and null",
            "## Limits");
  }

  @ParameterizedTest
  @EnumSource
  void theArtifactTheModuleAndTheClassAreNamed(Adapter adapter) throws IOException {
    String module = adapter.facade.getPackageName();
    String readme = String.join(" ", adapter.readme());
    Matcher names =
        Pattern.compile("Artifact `io.interloop:interloop-adapter-(\\w+)`, module `([\\w.]+)`")
            .matcher(readme);
    assertThat(names.find()).isTrue();
    assertThat("io.interloop." + names.group(1)).isEqualTo(module);
    assertThat(names.group(2)).isEqualTo(module);
    assertThat(readme).contains("`" + adapter.facade.getSimpleName() + "`");
  }
}
