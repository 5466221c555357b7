package io.crossfade.demo;

import io.crossfade.cli.ExitCode;
import io.crossfade.cli.Terminal;
import io.crossfade.cli.view.Style;
import io.crossfade.demo.judge.Sabotage;
import io.crossfade.demo.sample.DebianPackages;
import io.crossfade.demo.sample.Foodmart;
import io.crossfade.demo.screen.Scoreboard;
import io.crossfade.demo.screen.ScoreboardJson;
import io.crossfade.demo.screen.ScoreboardText;
import io.crossfade.demo.shop.Size;
import io.crossfade.demo.stage.From;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// `crossfade demo`.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Moves the sample shop, or somebody else's data, from PostgreSQL 16 (or MySQL, or MariaDB) to"
          + " PostgreSQL 18 while its users go on, back, and there again.",
      "Ends with 1 if a write was lost or repeated, a row differs, or a customer saw a transaction"
          + " fail."
    })
public final class Demo implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "WHAT",
      description = "shop (default), foodmart or debian.")
  private Data data = Data.SHOP;

  @Option(
      names = "--from",
      paramLabel = "ENGINE",
      description =
          "postgresql (default: 16), mysql (8.0) or mariadb (11.4): what the shop leaves for"
              + " PostgreSQL 18.")
  private From from = From.POSTGRESQL;

  @Option(
      names = "--strategy",
      paramLabel = "HOW",
      description =
          "cdc (default): the source's log is followed. dual-write: the shop writes both sides"
              + " itself, and the new database dies on the way.")
  private Upkeep strategy = Upkeep.CDC;

  @Option(
      names = "--gateway",
      description =
          "The shop's customers come through the gateway, by a plain driver that knows nothing; the"
              + " schema stays as it is.")
  private boolean gateway;

  @Option(
      names = "--packages",
      paramLabel = "FILE",
      description =
          "Debian's packages, as `apt-cache dumpavail` writes them. Default: fetched from a"
              + " mirror.")
  private @Nullable Path packages;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "small, medium (default) or large: 100 thousand, 1 million, 5 million rows.")
  private Size size = Size.MEDIUM;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Transactions per second. Default: 300; 100 with dual-write, where the shop itself writes"
              + " each row once more.")
  private @Nullable Integer rate;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Clients at the same time. Default: 8.")
  private int clients = 8;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What the clients choose by. Default: 1.")
  private long seed = 1;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the scoreboard as JSON.")
  private @Nullable Path report;

  @Option(
      names = "--sabotage",
      paramLabel = "HOW",
      split = ",",
      description = "lose, repeat, change or fail: spoil the result, to see that it is noticed.")
  private Set<Sabotage> sabotages = EnumSet.noneOf(Sabotage.class);

  @Option(names = "--repeat", paramLabel = "N", description = "Run so many times, a line for each.")
  private int repeat = 1;

  @Option(
      names = "--server",
      description =
          "Tell no story: serve the dashboard, and move what you like from there while its users go"
              + " on.")
  private boolean server;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where it is served; 0 for a free port. Default: 7400.")
  private int port = 7400;

  @Option(
      names = "--end",
      description =
          "With --server: end with the migration. Else the page stays until Ctrl-C, where somebody"
              + " sits before a terminal.")
  private boolean end;

  @Option(names = "--keep", description = "Keep the databases' files, the logs and the record.")
  private boolean keep;

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Demo())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Demo::explain);
  }

  /// What hindered a run is for its reader; where in our code it did is not.
  private static int explain(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println("crossfade demo: " + e.getMessage());
    return ExitCode.FAILED.number();
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " has to be 1 or more, not " + value);
    }
  }

  private @Nullable Audience audience(Terminal terminal) {
    return server
        ? new Audience(port, terminal.live() ? Terminal.lines() : null, terminal.live() && !end)
        : null;
  }

  private void show(ScoreboardText text, int run, Scoreboard board, PrintStream out) {
    if (repeat > 1) {
      out.println(text.line(run, repeat, board));
    }
    if (repeat == 1 || !board.isClean()) {
      text.page(board).forEach(out::println);
    }
    out.flush();
  }

  /// What can be moved.
  enum Data {
    SHOP,
    FOODMART,
    DEBIAN
  }

  private Subject subject() {
    if (data != Data.SHOP && !sabotages.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--sabotage spoils the shop only");
    }
    if (data != Data.SHOP && strategy != Upkeep.CDC) {
      throw new ParameterException(
          spec.commandLine(),
          "--strategy dual-write needs the shop: only that application writes both sides");
    }
    if (gateway && (data != Data.SHOP || strategy != Upkeep.CDC)) {
      throw new ParameterException(
          spec.commandLine(),
          "--gateway is for the shop, and its log is followed: no --data, no --strategy");
    }
    if (from != From.POSTGRESQL) {
      return shopElsewhere();
    }
    return switch (data) {
      case SHOP -> new ShopInUse(size, strategy, gateway);
      case FOODMART -> new SampleInUse(new Foodmart());
      case DEBIAN -> new SampleInUse(new DebianPackages(packages));
    };
  }

  private Subject shopElsewhere() {
    if (data != Data.SHOP || strategy != Upkeep.CDC || gateway) {
      throw new ParameterException(
          spec.commandLine(),
          "--from %s moves the shop, and its log is followed: no --data, no --strategy, no --gateway"
              .formatted(from.name().toLowerCase(Locale.ROOT)));
    }
    return new ShopElsewhere(size, from);
  }

  @Override
  public Integer call() throws Exception {
    int perSecond = rate == null ? strategy.usualRate() : rate;
    atLeastOne("--rate", perSecond);
    atLeastOne("--clients", clients);
    atLeastOne("--repeat", repeat);
    Terminal terminal = Terminal.system();
    ScoreboardText text = new ScoreboardText(new Style(terminal.colour()));
    List<Scoreboard> boards = new ArrayList<>();
    for (int run = 1; run <= repeat; run++) {
      Settings settings =
          new Settings(subject(), perSecond, clients, seed + run - 1, sabotages, keep);
      int number = run;
      boards.add(
          new Run(settings, terminal, audience(terminal))
              .run(board -> show(text, number, board, terminal.out())));
    }
    if (report != null) {
      ScoreboardJson.write(report, boards);
    }
    boolean clean = boards.stream().allMatch(Scoreboard::isClean);
    return (clean ? ExitCode.OK : ExitCode.FAILED).number();
  }
}
