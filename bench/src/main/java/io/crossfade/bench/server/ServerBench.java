package io.crossfade.bench.server;

import io.crossfade.bench.Directories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a server needs: to start, with nothing to do, and with many who look on.
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description = "Server: its start, its memory, and what looking at it costs. There is no peer.")
public final class ServerBench implements Callable<Integer> {
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many have happened to the migration. Default: 1000000.")
  private int events = 1_000_000;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "How many follow its events. Default: 200.")
  private int clients = 200;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "How often a second its status is asked for. Default: 500.")
  private int rate = 500;

  @Option(names = "--seconds", paramLabel = "N", description = "For how long. Default: 60.")
  private int seconds = 60;

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    try {
      for (Cost cost : costs(directory)) {
        System.out.println(cost.line());
      }
    } finally {
      Directories.delete(directory);
    }
    return 0;
  }

  List<Cost> costs(Path directory) throws Exception {
    List<Cost> costs = new ArrayList<>();
    try (ServedProcess empty = ServedProcess.start(directory)) {
      costs.add(new Cost("start to ready, empty store", empty.seconds(), "s", 3));
      Thread.sleep(IDLE); // what a start leaves behind is part of it
      costs.add(new Cost("resident memory, nothing to do", empty.megabytes(), "MB", 200));
    }
    Past.write(directory, events);
    try (ServedProcess server = ServedProcess.start(directory)) {
      String many = String.format(Locale.ROOT, "%,d events: ", events);
      costs.add(new Cost(many + "start to ready", server.seconds(), "s", 3));
      costs.add(new Cost(many + "first list after it", server.took("/migrations"), "s", 1));
      costs.add(new Cost(many + "list again", server.took("/migrations"), "s", 1));
      String middle = "/migrations/shop/events?limit=1000&after=" + events / 2;
      costs.add(new Cost(many + "a page of 1,000", server.took(middle), "s", 1));
      costs.add(new Cost(many + "page of all, as it is sent", server.took("/"), "s", 1));
      costs.add(new Cost(many + "page of the migration", server.took("/ui/shop"), "s", 1));
      costs.addAll(load(server));
    }
    return costs;
  }

  private List<Cost> load(ServedProcess server) throws Exception {
    try (Lookers lookers = new Lookers(server, clients, events)) {
      lookers.ask(rate, WARM_UP);
      double heap = server.heapMegabytes();
      double cpu = server.cpuSeconds();
      Lookers.Answers answers = lookers.ask(rate, Duration.ofSeconds(seconds));
      double used = server.cpuSeconds() - cpu;
      double grown = server.heapMegabytes() - heap;
      return List.of(
          new Cost("who follow, and still do at the end", lookers.following(), "", 0),
          new Cost("requests a second", answers.count() / (double) seconds, "", 0),
          new Cost("not answered with 200", answers.failed(), "", 0),
          new Cost("processor time a request", 1_000 * used / answers.count(), "ms", 1),
          new Cost("answered within, median", answers.percentile(50), "ms", 0),
          new Cost("answered within, 99 of 100", answers.percentile(99), "ms", 0),
          new Cost("heap after collection, at first", heap, "MB", 0),
          new Cost("heap after collection, grown since", grown, "MB", 5),
          new Cost("resident memory after it", server.megabytes(), "MB", 0));
    }
  }
}
