package io.crossfade.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Await;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An application whose process is stopped (SIGSTOP) in the middle of a transaction, over a
/// cutover, and goes on afterwards; another one writes all the time.
@Timeout(120)
class StoppedClientIT {
  private static final String SOURCE = Side.SOURCE.name();
  private static final String TARGET = Side.TARGET.name();
  private static final String REFUSED = "25006";
  private static final String LOOK = "SELECT count(*) FROM pg_class";

  /// The tests share two servers, and names of migrations are the servers'.
  private static final AtomicInteger MIGRATIONS = new AtomicInteger();

  @TempDir Path directory;
  private ServedMigration served;
  private StoppableClient client;
  private RoutedWriter writer;

  /// What the client was promised by a commit.
  private final List<String> promised = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    served = new ServedMigration("stopped" + MIGRATIONS.incrementAndGet(), directory);
    client = StoppableClient.start(served.routes(), served.databases());
    writer = new RoutedWriter(served.routes(), served.databases()).start();
  }

  @AfterEach
  void end() {
    try (var _ = served;
        var _ = client;
        var _ = writer) {
      // From the last to the first, as far as they were started.
    }
  }

  @Test
  void whatItHasWrittenCallsTheCutoverOff() throws Exception {
    assertThat(client.ask(insert("begun before"))).isEqualTo(SOURCE);
    RouterReport last = stop();
    client.tell(ObedientClient.COMMIT);

    assertThatItIsCalledOff(served.cutoverThatHears(last), "did not end in time; routers: ");
    awaitForgotten();
    assertThatItIsCalledOff(served.cutover(), "writers of \"public\".\"notes\" did not end");

    client.resume();
    assertThat(client.answer()).isEqualTo(SOURCE);
    promised.add("begun before");
    Await.that(() -> count(Side.TARGET, "begun before") == 1);
    assertThat(served.cutover()).returns(Decision.FLIP, SwitchReport::decision);
    write("after", TARGET);
    assertThatBothSidesHaveWhatWasPromised();
  }

  @Test
  void whatItWritesAfterTheFlipIsRefused() throws Exception {
    assertThat(client.ask(LOOK)).isEqualTo(SOURCE);
    RouterReport last = stop();
    client.tell(insert("stale"));

    assertThatItIsCalledOff(served.cutoverThatHears(last), "did not end in time; routers: ");
    awaitForgotten();
    assertThat(served.cutover()).returns(Decision.FLIP, SwitchReport::decision);

    client.resume();
    assertThat(client.answer()).isEqualTo(REFUSED);
    runAgain("again");
    assertThatBothSidesHaveWhatWasPromised();
  }

  @Test
  void whatItWritesAfterARollbackIsKept() throws Exception {
    assertThat(client.ask(LOOK)).isEqualTo(SOURCE);
    stop();
    client.tell(insert("slept through both"));
    awaitForgotten();
    assertThat(served.cutover()).returns(Decision.FLIP, SwitchReport::decision);
    assertThat(served.live().migration().rollback(false))
        .returns(Decision.FLIP, SwitchReport::decision);

    client.resume();
    assertThat(client.answer()).isEqualTo(SOURCE);
    assertThat(client.ask(ObedientClient.COMMIT)).isEqualTo(SOURCE);
    promised.add("slept through both");
    assertThatBothSidesHaveWhatWasPromised();
  }

  /// Stops the client, and returns what its router said last.
  private RouterReport stop() {
    Await.that(() -> served.heard().filter(report -> report.inFlight() == 1).isPresent());
    client.stop();
    return served.heard().orElseThrow();
  }

  /// Its lease lapses: from then on only the fence keeps it from writing where nobody reads.
  private void awaitForgotten() {
    Await.that(() -> served.heard().isEmpty());
  }

  private void assertThatItIsCalledOff(SwitchReport report, String because) throws SQLException {
    assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.ABORT);
    assertThat(report.reason()).contains(because);
    assertThat(report.route().held()).isFalse();
    assertThat(report.route().writes()).isEqualTo(Writes.SOURCE);
    assertThat(
            served.databases().column(Side.SOURCE, "SELECT lifted >= raised FROM crossfade.fence"))
        .as("the fence of the source is lifted")
        .containsExactly("t");
    int before = writer.acknowledged().size();
    // Two, for one may have been under way when the cutover was decided.
    Await.that(() -> writer.acknowledged().size() > before + 1);
  }

  /// As an application is to answer a refusal. Its router may not know the new route yet.
  private void runAgain(String name) {
    List<String> answers = new ArrayList<>();
    Await.that(() -> {
      answers.add(client.ask(insert(name)));
      return !answers.getLast().equals(REFUSED);
    });
    assertThat(answers.getLast()).isEqualTo(TARGET);
    assertThat(client.ask(ObedientClient.COMMIT)).isEqualTo(TARGET);
    promised.add(name);
  }

  private void write(String name, String side) {
    assertThat(client.ask(insert(name))).isEqualTo(side);
    assertThat(client.ask(ObedientClient.COMMIT)).isEqualTo(side);
    promised.add(name);
  }

  private void assertThatBothSidesHaveWhatWasPromised() throws SQLException {
    writer.close();
    promised.addAll(writer.acknowledged());
    assertThat(served.live().migration().verify(false).clean()).isTrue();
    for (Side side : Side.values()) {
      assertThat(served.databases().column(side, "SELECT name FROM notes WHERE name !~ '^old'"))
          .as("%s", side)
          .containsExactlyInAnyOrderElementsOf(promised);
    }
  }

  private long count(Side side, String name) {
    try {
      return Long.parseLong(
          served.databases().one(side, "SELECT count(*) FROM notes WHERE name = '" + name + "'"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String insert(String name) {
    return "INSERT INTO notes (name) VALUES ('" + name + "')";
  }
}
