package io.crossfade.demo;

import io.crossfade.cli.Terminal;
import io.crossfade.demo.journey.ServedJourney;
import io.crossfade.demo.load.Traffic;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.screen.Acts;
import io.crossfade.demo.screen.Found;
import io.crossfade.demo.screen.Moved;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.model.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Nobody tells a story: whoever sits before the dashboard moves the shop, until the migration has
/// ended.
final class ServedPlay implements Play {
  /// In which the side that follows is fenced, and watched.
  private static final Set<Phase> DRILLED =
      EnumSet.of(Phase.VERIFIED, Phase.READS_SHIFTED, Phase.CUT_OVER, Phase.ROLLED_BACK);

  private final ServedJourney journey;
  private final Drill drill;
  private final Audience audience;
  private final Terminal terminal;
  private final Acts acts;
  private volatile @Nullable Found found;

  /// @param audience who looks on
  ServedPlay(ServedJourney journey, Drill drill, Audience audience, Terminal terminal, Acts acts) {
    this.journey = journey;
    this.drill = drill;
    this.audience = audience;
    this.terminal = terminal;
    this.acts = acts;
  }

  @Override
  public Path routes() {
    return journey.routes();
  }

  @Override
  public Script play(Traffic traffic) throws IOException, InterruptedException {
    invite();
    BufferedReader keys = audience.keys();
    if (keys != null) {
      Thread.ofVirtual().name("keys").start(() -> listen(keys));
    }
    Status last = journey.awaitEnd();
    acts.begin("The migration has ended, and the customers go home");
    List<Attempt> attempts = traffic.stop();
    Moved moved =
        new Moved(
            last.copy().rows(),
            CopyTime.seconds(journey.events()),
            last.follow().changesApplied(),
            last.compare().rows(),
            last.compare().drift() + last.compare().unsettled(),
            found);
    return new Script(attempts, journey.windows(), moved, "", false);
  }

  private void invite() {
    terminal
        .err()
        .printf(
            """

              Open       %s
              Log in     %s
              Drill      %s
                         %s

            Move the shop from there: cut over, roll back, cut over again, clean up. Then the judge looks whether a
            write was lost or repeated. The drill changes a row behind Crossfade's back, on the side that follows: see
            how soon the page tells which, and repair it from there. Ctrl-C leaves without a judge.

            """,
            page(),
            journey.token().reveal(),
            audience.keys() == null ? "once both sides are verified:" : "d and Enter, or by hand:",
            drill.command(Side.TARGET));
    terminal.err().flush();
  }

  private String page() {
    return "%s/ui/%s".formatted(journey.address(), journey.migration());
  }

  private void listen(BufferedReader keys) {
    try {
      for (String line = keys.readLine(); line != null; line = keys.readLine()) {
        if (line.strip().equalsIgnoreCase("d")) {
          drill();
        }
      }
    } catch (IOException e) {
      acts.begin("The keys are not heard any more: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drill() throws InterruptedException {
    Status status = journey.status();
    if (!DRILLED.contains(status.where().phase())) {
      acts.begin("No drill yet: first both sides have to be verified");
      return;
    }
    Side follows = status.traffic().authoritative().other();
    acts.begin("Drill: a row is changed behind Crossfade's back, on the " + follows);
    try {
      found = drill.run(follows);
      acts.begin("The drill was " + found.text());
    } catch (SQLException | RuntimeException e) {
      acts.begin("The drill went wrong: " + e.getMessage());
    }
  }

  @Override
  public void linger(Leaving leaving) throws InterruptedException {
    if (audience.stays()) {
      terminal
          .err()
          .printf(
              """

                The page    %s
                The report  %s/migrations/%s/report

              They stay until Ctrl-C.
              """,
              page(), journey.address(), journey.migration());
      terminal.err().flush();
      leaving.await();
    }
  }

  @Override
  public void close() {
    journey.close();
  }
}
