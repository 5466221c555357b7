package io.crossfade.demo.chaos;

import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.record.Attempt;
import io.crossfade.servers.Leftovers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One migration of one shop, from empty directories to the verdict.
final class Round {
  private static final long END_SECONDS = 60;

  private final ChaosSettings settings;
  private final Chronicle chronicle;
  private final Path directory;

  Round(ChaosSettings settings, PrintStream out) throws IOException {
    this.settings = settings;
    this.chronicle = new Chronicle(out);
    this.directory = Files.createTempDirectory("crossfade-chaos-");
  }

  RoundReport run() throws InterruptedException {
    chronicle.say("harness", "seed %d: %s".formatted(settings.seed(), settings.title()));
    Verdict verdict = null;
    try (Servers servers = Servers.start(directory, settings.from(), settings.storeOnServer())) {
      settings.subject().build(servers.databases().source());
      servers.databases().write(directory.resolve("workload.databases"));
      Files.writeString(directory.resolve("shop.yaml"), servers.manifest(settings));
      verdict = migrate(servers);
    } catch (IOException | SQLException | RuntimeException e) {
      chronicle.violation("the round could not go on: " + e);
    }
    RoundReport report = RoundReport.of(settings, chronicle, verdict);
    if (settings.keep() || !report.isClean()) {
      chronicle.say("harness", "the files are in " + directory);
    } else {
      Leftovers.delete(directory);
    }
    return report;
  }

  private @Nullable Verdict migrate(Servers servers)
      throws IOException, SQLException, InterruptedException {
    Random random = new Random(settings.seed());
    try (Engines engines = new Engines(engines(), directory, chronicle)) {
      engines.start();
      Path routes = engines.routes();
      // the preparation is over soon: kill one of all engines in it, or a moment before or after
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
      engines.all().getFirst().suffer(Fault.KILL, () -> {});
      engines.awaitAnswer();
      try (Traffic traffic = Traffic.start(directory, workload(routes))) {
        Verbs verbs = new Verbs(directory, engines, chronicle);
        Operator operator =
            new Operator(engines, verbs, chronicle, new Random(settings.seed() + 1));
        List<Victim> victims = new ArrayList<>(engines.all());
        victims.addAll(servers.victims(new Random(settings.seed() + 2)));
        try (Faults faults = Faults.start(chronicle, victims, random, settings.faults())) {
          operator.start(faults::aim);
          TimeUnit.NANOSECONDS.sleep(settings.faults().toNanos());
        } finally {
          chronicle.say("harness", "everything is back, nothing goes wrong any more");
          operator.stop();
        }
        return end(servers, engines, traffic, new Ended(verbs, operator));
      }
    }
  }

  private record Ended(Verbs verbs, Operator operator) {}

  private @Nullable Verdict end(Servers servers, Engines engines, Traffic traffic, Ended by)
      throws IOException, SQLException, InterruptedException {
    boolean home = by.operator().bringHome();
    if (home) {
      traffic.awaitMore(settings.rate());
    }
    List<Attempt> attempts = traffic.stop();
    if (Files.readString(directory.resolve("workload.log")).contains("Exception in thread")) {
      chronicle.violation("a client of the shop died, see workload.log");
    }
    if (!home) {
      for (Engine engine : engines.all()) {
        chronicle.violation(engine.testimony());
      }
      return null;
    }
    mustEndWell(by, "repair", "--dry-run");
    mustEndWell(by, "verify");
    Verdict verdict = Verdict.on(servers.databases(), settings.subject(), attempts, chronicle);
    mustEndWell(by, "cleanup", "--yes");
    for (Engine engine : engines.all()) {
      if (!engine.awaitEnd(END_SECONDS)) {
        chronicle.violation("run of " + engine.name() + " did not end after the cleanup");
      }
    }
    Remains.of(servers.databases()).forEach(what -> chronicle.violation("left behind " + what));
    return verdict;
  }

  /// A repair that would find something does not.
  private void mustEndWell(Ended by, String verb, String... options)
      throws IOException, InterruptedException {
    if (!by.verbs().say(verb, options).isDone()) {
      chronicle.violation("everything is up, and " + verb + " does not end well");
    }
  }

  private List<Engine> engines() {
    return Stream.of("engine-a", "engine-b")
        .limit(settings.storeOnServer() ? 2 : 1)
        .map(name -> new Engine(name, directory, chronicle))
        .toList();
  }

  private List<String> workload(Path routes) {
    return List.of(
        "--databases",
        directory.resolve("workload.databases").toString(),
        "--routes",
        routes.toString(),
        "--size",
        settings.size().toString(),
        "--rate",
        Integer.toString(settings.rate()),
        "--clients",
        Integer.toString(settings.clients()),
        "--seed",
        Long.toString(settings.seed()));
  }
}
