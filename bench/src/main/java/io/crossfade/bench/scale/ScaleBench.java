package io.crossfade.bench.scale;

import io.crossfade.bench.Directories;
import io.crossfade.bench.scale.Amount.Axis;
import io.crossfade.bench.scale.Taken.Cost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The same migration, once, four times and sixteen times as large in one respect.
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description =
        "Scale: how time, memory and store grow with rows, tables and changes. There is no peer.")
public final class ScaleBench implements Callable<Integer> {
  private static final List<Integer> TIMES = List.of(1, 4, 16);

  @Option(names = "--rows", paramLabel = "N", description = "At 1x. Default: 250000.")
  private long rows = 250_000;

  @Option(names = "--tables", paramLabel = "N", description = "At 1x. Default: 8.")
  private int tables = 8;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Changes a second, at 1x. Default: 100.")
  private int rate = 100;

  @Option(names = "--seconds", paramLabel = "N", description = "Of changes. Default: 20.")
  private int seconds = 20;

  @Override
  public Integer call() throws Exception {
    for (Axis axis : Axis.values()) {
      lines(axis).forEach(System.out::println);
    }
    return 0;
  }

  List<String> lines(Axis axis) throws Exception {
    Amount base = new Amount(rows, tables, rate);
    Map<Double, Taken> taken = new TreeMap<>();
    for (int times : TIMES) {
      Amount amount = axis.of(base, times);
      taken.put(axis.of(amount), taken(amount));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(axis.name().toLowerCase(Locale.ROOT), taken.keySet().stream().toList(), ""));
    for (Cost cost : Cost.values()) {
      Line fitted =
          Line.through(
              taken.entrySet().stream()
                  .map(entry -> new Line.Point(entry.getKey(), cost.of(entry.getValue())))
                  .toList());
      lines.add(
          line(
              cost.text(),
              taken.values().stream().map(cost::of).toList(),
              String.format(Locale.ROOT, "%.3g + %.3g each", fitted.fixed(), fitted.each())));
    }
    return lines;
  }

  private Taken taken(Amount amount) throws Exception {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    try (Move move = new Move(directory, amount)) {
      return move.take(seconds);
    } finally {
      Directories.delete(directory);
    }
  }

  private static String line(String what, List<Double> values, String fitted) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-52s", what));
    values.forEach(value -> line.append(String.format(Locale.ROOT, " %12.2f", value)));
    return line.append("  ").append(fitted).toString().stripTrailing();
  }
}
