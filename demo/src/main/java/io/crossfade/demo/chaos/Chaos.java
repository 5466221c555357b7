package io.crossfade.demo.chaos;

import io.crossfade.cli.ExitCode;
import io.crossfade.demo.shop.Size;
import io.crossfade.demo.stage.From;
import io.crossfade.server.wire.WireJson;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `crossfade chaos`.
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Moves the sample shop there and back again and again, while engines and databases are killed, frozen and"
          + " restarted at random.",
      "Ends with 1 if a write was lost or repeated, a row differs, or it did not come to a quiet end."
    })
public final class Chaos implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "For how long things go wrong. Default: 5.")
  private int minutes = 5;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = {
        "Which faults, in which order, how far apart. Default: 1.",
        "Odd: one engine, its store in a file. Even: two engines, their store on a server."
      })
  private long seed = 1;

  @Option(
      names = "--round",
      paramLabel = "N",
      description =
          "Minutes of one migration; then comes the next one, with the next seed. Default: 15.")
  private int round = 15;

  @Option(
      names = "--from",
      paramLabel = "SERVER",
      description = "What it leaves: postgresql (default), mysql or mariadb.")
  private From from = From.POSTGRESQL;

  @Option(names = "--size", paramLabel = "SIZE", description = "small (default), medium or large.")
  private Size size = Size.SMALL;

  @Option(names = "--rate", paramLabel = "N", description = "Transactions per second. Default: 60.")
  private int rate = 60;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Clients at the same time. Default: 8.")
  private int clients = 8;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the reports as JSON.")
  private @Nullable Path report;

  @Option(names = "--keep", description = "Keep all files of rounds that ended well, too.")
  private boolean keep;

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Chaos()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws Exception {
    if (minutes < 1 || round < 1 || rate < 1 || clients < 1) {
      throw new ParameterException(spec.commandLine(), "numbers have to be 1 or more");
    }
    PrintStream out = System.out;
    List<RoundReport> reports = new ArrayList<>();
    for (int begun = 0; begun < minutes; begun += round) {
      Duration faults = Duration.ofMinutes(Math.min(round, minutes - begun));
      ChaosSettings settings =
          new ChaosSettings(seed + reports.size(), from, faults, size, clients, rate, keep);
      RoundReport ended = new Round(settings, out).run();
      reports.add(ended);
      ended.page().forEach(out::println);
      write(reports);
    }
    long clean = reports.stream().filter(RoundReport::isClean).count();
    out.printf("%d of %d rounds were clean%n", clean, reports.size());
    return (clean == reports.size() ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private void write(List<RoundReport> reports) throws Exception {
    if (report != null) {
      Files.writeString(report, WireJson.pretty(reports));
    }
  }
}
