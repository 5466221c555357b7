package io.crossfade.adapters.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.adapters.Led;
import io.crossfade.adapters.TwoDatabases;
import io.crossfade.model.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What HAProxy can do less than others, and what is refused.
class HaproxySessionsIT {
  @TempDir private Path directory;
  private HaproxyBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = HaproxyBench.start(directory);
  }

  @AfterEach
  void stop() {
    if (bench != null) {
      bench.close();
    }
  }

  /// Not before: a hold that is called off harms nobody.
  @Test
  void sessionsAreCutOffOnceTheOtherSideIsWritten() throws Exception {
    try (Led led = new Led(bench.program());
        Connection open = bench.connect()) {
      open.setAutoCommit(false);
      TwoDatabases.run(open, "INSERT INTO notes VALUES (1)");
      led.holdAndDrain();
      assertThat(led.routes.reported().inFlight()).isEqualTo(1);
      TwoDatabases.run(open, "INSERT INTO notes VALUES (2)");
      led.release();
      open.commit();
      TwoDatabases.run(open, "INSERT INTO notes VALUES (3)");
      led.holdAndDrain();
      led.moveTo(Side.TARGET);
      assertThatThrownBy(open::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
    }
    assertThat(bench.databases().notes(Side.SOURCE)).containsExactly(1L, 2L);
  }

  @Test
  void whatCanBeLedIsNotRefused() {
    assertThat(bench.program().check()).isEmpty();
  }

  @Test
  void aSocketThatMayOnlyLookIsRefused() throws Exception {
    rewrite("level admin", "level operator");
    assertThatThrownBy(() -> bench.program().check())
        .hasMessageContaining("the socket needs `level admin`, and has operator");
  }

  @Test
  void aLimitThatDoesNotStandOnTheLineIsRefused() throws Exception {
    rewrite("server pg1  127", "default-server maxconn 9\n  server pg1  127");
    assertThatThrownBy(() -> bench.program().check())
        .hasMessageContaining("server shop/pg1 runs with maxconn 9 and its line says nothing");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    HaproxySettings settings = bench.settings();
    HaproxySettings wrong =
        new HaproxySettings(
            settings.file(), settings.socket(), List.of("shop"), List.of(), "pg1", "pg3");
    assertThatThrownBy(() -> new Haproxy(wrong).check())
        .hasMessageContaining("backend shop has 0 lines `server pg3 ...`");
  }

  private void rewrite(String before, String after) throws Exception {
    Files.writeString(bench.file(), Files.readString(bench.file()).replace(before, after));
    bench.restart();
  }
}
