package io.crossfade.demo;

import io.crossfade.cli.Terminal;
import io.crossfade.cli.view.Style;
import io.crossfade.demo.journey.Journey;
import io.crossfade.demo.journey.ServedJourney;
import io.crossfade.demo.judge.DumpVerdict;
import io.crossfade.demo.judge.Judgement;
import io.crossfade.demo.judge.Sabotage;
import io.crossfade.demo.load.Databases;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Status;
import io.crossfade.demo.screen.Acts;
import io.crossfade.demo.screen.Pauses;
import io.crossfade.demo.screen.Scoreboard;
import io.crossfade.demo.screen.Scoreboard.Judged;
import io.crossfade.demo.screen.Served;
import io.crossfade.demo.stage.From;
import io.crossfade.demo.stage.Stage;
import io.crossfade.engine.Decision;
import io.crossfade.model.Side;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of the demo, from two empty directories to the scoreboard.
final class Run {
  private static final int EXAMPLES_OF_A_KIND = 20;

  private final Settings settings;
  private final Terminal terminal;
  private final Acts acts;
  private final @Nullable Audience audience;

  /// Where the story is told.
  Run(Settings settings, Terminal terminal) {
    this(settings, terminal, null);
  }

  /// @param audience who moves it themselves; null where the story is told
  Run(Settings settings, Terminal terminal, @Nullable Audience audience) {
    this.audience = audience;
    this.settings = settings;
    this.terminal = terminal;
    this.acts = new Acts(terminal.err(), new Style(terminal.colour()));
  }

  /// @param show is told how it ended, before everything is put away
  Scoreboard run(Consumer<Scoreboard> show) throws IOException, SQLException, InterruptedException {
    try (Leaving leaving = new Leaving()) {
      return run(show, leaving);
    }
  }

  private Scoreboard run(Consumer<Scoreboard> show, Leaving leaving)
      throws IOException, SQLException, InterruptedException {
    From from = settings.subject().from();
    acts.begin("Start %s and PostgreSQL 18".formatted(from.title()));
    Stage stage = Stage.open(from);
    boolean keep = true;
    try {
      Scoreboard board;
      try (stage;
          Performance performance =
              Performance.prepare(settings, stage, acts, play(stage, settings.subject()))) {
        board = judge(stage.databases(), performance.perform());
        show.accept(board);
        performance.linger(leaving);
      }
      keep = settings.keep() || !board.isClean();
      return board;
    } finally {
      // What went wrong can be looked at; the servers' data is part of that.
      if (keep) {
        terminal.err().println("The run's files are in " + stage.directory());
      } else {
        stage.deleteFiles();
      }
    }
  }

  private Play.Opening play(Stage stage, Subject subject) {
    Audience people = audience;
    if (people == null) {
      return (manifest, state) -> {
        Journey journey = Journey.open(subject.migration(), manifest, state);
        Drill drill = new Drill(stage, subject, journey::events);
        return new ToldPlay(journey, drill, settings, terminal, acts);
      };
    }
    return (manifest, state) -> {
      ServedJourney journey =
          ServedJourney.open(subject.migration(), manifest, state, people.port());
      Drill drill = new Drill(stage, subject, journey::events);
      return new ServedPlay(journey, drill, people, terminal, acts);
    };
  }

  private Scoreboard judge(Databases databases, Script script) throws SQLException {
    if (script.stopped().isEmpty()) {
      for (Sabotage sabotage : settings.sabotages()) {
        sabotage.inject(databases.target(), settings.subject().migration());
      }
    }
    acts.begin("Judge: the workload's record, and a dump of both databases");
    Side written = written(script);
    String url = written == Side.TARGET ? databases.target() : databases.source();
    Judgement judgement = settings.subject().judge(url, written).judge(script.attempts());
    // A migration that stopped half way leaves two databases that need not be equal, as does one
    // that was cleaned up while its users went on.
    DumpVerdict dump =
        script.stopped().isEmpty() && script.bothInStep()
            ? settings.subject().compare(databases)
            : new DumpVerdict(0, List.of());
    Judged judged =
        new Judged(
            judgement.lostWrites(),
            judgement.duplicatedWrites(),
            dump.rows(),
            dump.differences().size(),
            examples(script, judgement, dump));
    List<Attempt> attempts = script.attempts();
    return new Scoreboard(
        new Scoreboard.Title(settings.title(), acts.seconds()),
        script.moved(),
        Served.of(attempts),
        Pauses.of("cutover", script.windows(), attempts),
        Pauses.of("rollback", script.windows(), attempts),
        judged);
  }

  /// Where the truth is: on the side to which the last switch went.
  private static Side written(Script script) {
    long flips =
        script.windows().stream().filter(w -> w.report().decision() == Decision.FLIP).count();
    return flips % 2 == 1 ? Side.TARGET : Side.SOURCE;
  }

  private static List<String> examples(Script script, Judgement judgement, DumpVerdict dump) {
    List<String> examples = new ArrayList<>();
    if (!script.stopped().isEmpty()) {
      examples.add(script.stopped());
    }
    judgement.findings().stream()
        .limit(EXAMPLES_OF_A_KIND)
        .forEach(f -> examples.add(f.toString()));
    dump.differences().stream()
        .limit(EXAMPLES_OF_A_KIND)
        .forEach(d -> examples.add("DIFFERENT " + d));
    script.attempts().stream()
        .filter(a -> a.status() == Status.FAILED || a.status() == Status.IN_DOUBT)
        .limit(EXAMPLES_OF_A_KIND)
        .forEach(a ->
            examples.add(
                "%s %s %s: %s".formatted(a.status(), a.kind(), a.tag(), a.outcome().reason())));
    return examples;
  }
}
