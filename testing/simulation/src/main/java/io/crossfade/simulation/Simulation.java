package io.crossfade.simulation;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.memory.ServerError;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One seed's world, from its beginning to rest.
public final class Simulation {
  private static final long MOST_STEPS = 3_000_000;

  private final long seed;
  private final World world;
  private final Fate fate;
  private final Operator operator;

  private Simulation(long seed) {
    this.seed = seed;
    this.world = new World(seed);
    this.fate = new Fate(world);
    this.operator = new Operator(world);
  }

  /// @param hash the same for the same seed, whatever machine it runs on
  /// @param length how long the world was there, by its own clock
  /// @param violation what must never be, and was; null if nothing
  /// @param story what has led to that, a line each
  public record Outcome(
      long seed,
      long hash,
      long steps,
      Duration length,
      @Nullable String violation,
      List<String> story) {
    public Outcome {
      story = List.copyOf(story);
    }

    /// For a terminal.
    public String told() {
      String end =
          violation == null
              ? "nothing that must never be"
              : "VIOLATED: %s%nagain: ./crossfade test simulate --seed %d"
                  .formatted(violation, seed);
      return "%s%nseed %d, %d steps, %.1f s of its own time: %s"
          .formatted(String.join("\n", story), seed, steps, length.toMillis() / 1e3, end);
    }
  }

  /// @param lines how much of the story is told
  public static Outcome run(long seed, int lines) {
    return new Simulation(seed).run(lines);
  }

  /// Both worlds of a seed: that of a migration, and that of an application that writes both sides.
  /// What is told is of the one in which something was that must never be.
  static Outcome ofSeed(long seed, int lines) {
    Outcome migration = run(seed, lines);
    if (migration.violation() != null) {
      return migration;
    }
    Story dual = DualSimulation.run(seed);
    Violation violation = dual.violation();
    return new Outcome(
        seed,
        migration.hash() * 31 + dual.hash(),
        migration.steps(),
        migration.length(),
        violation == null ? null : "in the world of dual writes: " + violation.getMessage(),
        violation == null ? migration.story() : dual.about(violation.row(), lines));
  }

  private Outcome run(int lines) {
    try {
      live();
    } catch (Violation e) {
      world.violated(e);
    }
    Violation violation = named(world.story().violation());
    return new Outcome(
        seed,
        world.story().hash(),
        world.scheduler().steps(),
        world.story().length(),
        violation == null ? null : violation.getMessage(),
        world.story().about(violation == null ? "" : violation.row(), lines));
  }

  /// Where something does not succeed, there may be a row that tells why.
  private @Nullable Violation named(@Nullable Violation violation) {
    boolean isStill = world.clients().stream().allMatch(Client::hasStopped);
    if (violation == null || !violation.row().isEmpty() || !isStill) {
      return violation;
    }
    try {
      judge(operator.authoritative());
      judge(operator.authoritative().other());
      return violation;
    } catch (Violation row) {
      return new Violation(row.row(), violation.getMessage() + ": " + row.getMessage());
    } catch (ServerError _) {
      return violation; // after an abort there are no tables on the target
    }
  }

  private void live() {
    world.open();
    fate.start();
    operator.play();
    runUntil(
        "the operator and fate have done what they wanted",
        () -> operator.hasPlayed() && fate.isOver());
    world.story().tell("", "from here on nothing goes wrong any more");
    world.faults().end();
    operator.prove();
    runUntil("everything has come to rest", operator::hasProved);
    if (world.story().violation() == null) {
      judge();
    }
  }

  private void runUntil(String what, BooleanSupplier done) {
    boolean ran =
        world
            .scheduler()
            .runUntil(() ->
                done.getAsBoolean()
                    || world.story().violation() != null
                    || world.scheduler().steps() > MOST_STEPS);
    if (!ran || world.scheduler().steps() > MOST_STEPS) {
      throw new Violation("it never came to it that " + what);
    }
  }

  private void judge() {
    MigrationEvent.Outcome end = world.store().history().end();
    Side side = operator.authoritative();
    judge(side);
    if (end == null) {
      for (Table table : Shop.TABLES) {
        List<Row> source = sorted(Side.SOURCE, table);
        if (!source.equals(sorted(Side.TARGET, table))) {
          judge(side.other());
          throw new Violation("the sides differ in " + table.name());
        }
      }
    }
  }

  private void judge(Side side) {
    String name = side.spelled();
    for (Table table : Shop.TABLES) {
      List<Row> rows = world.server(side).rows(table.name());
      if (table.equals(Shop.TICKET)) {
        world.truth().judgeTickets(name, rows);
      } else {
        world.truth().judge(name, table, rows);
      }
    }
  }

  private List<Row> sorted(Side side, Table table) {
    List<Row> rows = new ArrayList<>(world.server(side).rows(table.name()));
    rows.sort(Comparator.comparing(Row::toString));
    return rows;
  }
}
