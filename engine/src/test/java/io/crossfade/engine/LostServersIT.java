package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// MariaDB moves to MySQL, and both servers are killed and frozen on the way, under load.
@Timeout(150)
class LostServersIT {
  private static final Duration DEADLINE = Duration.ofSeconds(4);
  private static final String REST =
      """
      copy: {chunkRows: 100, rowsPerSecond: 1000, workers: 2}
      cutover: {deadline: 4s, firstTry: 4s}
      """;

  @TempDir static Path place;
  private static EmbeddedMySql source;
  private static EmbeddedMySql target;
  @TempDir Path directory;
  private Bank bank;

  @BeforeAll
  static void start() {
    CompletableFuture<EmbeddedMySql> other =
        CompletableFuture.supplyAsync(() -> started(MySqlVersion.MYSQL_8_0, "target"));
    source = started(MySqlVersion.MARIADB_11_4, "source");
    target = other.join();
  }

  @AfterAll
  static void stop() {
    source.close();
    target.close();
  }

  @BeforeEach
  void open(TestInfo test) throws SQLException {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    bank = new Bank(new TwoDatabases(made(source, name), made(target, name))).opened();
  }

  /// What was acknowledged, the system has: a kill of the server does not take it away.
  private static EmbeddedMySql started(MySqlVersion version, String name) {
    Map<String, String> settings = Map.of("innodb_flush_log_at_trx_commit", "2");
    return EmbeddedMySql.start(version, place.resolve(name), false, settings);
  }

  private static String made(EmbeddedMySql server, String name) throws SQLException {
    String url = server.jdbcUrl("").replace("jdbc:mysql:", "jdbc:mariadb:");
    try (Connection connection = DriverManager.getConnection(url, server.user(), "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return server.jdbcUrl(name);
  }

  private EmbeddedMySql server(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  private Manifest manifest(String name) throws SQLException {
    return bank.manifest(name, REST);
  }

  @Tag("long")
  @Test
  void killedInCopyAndWhileFollowedTheyLoseNothing() throws Exception {
    try (BankMove move = bank.move(manifest("killed"), directory);
        BankClient client = bank.client(1)) {
      CompletableFuture<Void> run =
          CompletableFuture.runAsync(move.migration()::run, Thread::startVirtualThread);
      int chunks = 0;
      for (Side side : Side.values()) {
        chunks += 8;
        awaitChunks(move, run, chunks);
        server(side).kill();
        server(side).restart();
      }
      run.join();
      for (Side side : Side.values()) {
        client.awaitWritten(20);
        server(side).kill();
        server(side).restart();
      }
      assertCutsOver(move, client);
    }
  }

  private static void awaitChunks(BankMove move, CompletableFuture<Void> run, int done) {
    Await.that(() -> run.isDone() || move.copied() >= done);
  }

  @Test
  void killedInASwitchTheyLoseNothing() throws Exception {
    try (BankMove move = bank.move(manifest("killed_in_switch"), directory);
        BankClient client = bank.client(1)) {
      move.migration().run();
      for (Side side : Side.values()) {
        onceHeld(move, () -> server(side).kill());
        CompletableFuture<SwitchReport> cutover = cutover(move);
        Await.that(() -> !server(side).isRunning());
        server(side).restart();
        awaitEnd(cutover);
        Await.that(() -> move.journal().state().switches().open() == null);
        if (move.journal().state().authoritative() == Side.TARGET) {
          assertThat(move.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
        }
        client.awaitWritten(20);
      }
      assertCutsOver(move, client);
    }
  }

  @Test
  void aTargetThatHangsInASwitchHoldsNobodyLongerThanTheDeadline() throws Exception {
    try (BankMove move = bank.move(manifest("hanging_target"), directory);
        BankClient client = bank.client(1)) {
      move.migration().run();
      AtomicLong held = new AtomicLong();
      onceHeld(
          move,
          () -> {
            held.set(System.nanoTime());
            target.freeze();
          });
      SwitchReport report = cutover(move).join();
      assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.ABORT);
      assertThat(report.reason()).contains("the deadline passed");
      assertThat(Duration.ofNanos(System.nanoTime() - held.get()))
          .isLessThan(DEADLINE.plusSeconds(2));
      assertThat(move.open().board().current().held()).isFalse();
      client.awaitWritten(20);
      target.thaw();
      assertCutsOver(move, client);
    }
  }

  /// Nobody could write it anyway.
  @Tag("long")
  @Test
  void aSourceThatHangsInASwitchCallsItOff() throws Exception {
    try (BankMove move = bank.move(manifest("hanging_source"), directory);
        BankClient client = bank.client(1)) {
      move.migration().run();
      AtomicLong held = new AtomicLong();
      onceHeld(
          move,
          () -> {
            source.freeze();
            held.set(System.nanoTime());
          });
      CompletableFuture<SwitchReport> cutover = cutover(move);
      Await.that(() -> held.get() > 0 && System.nanoTime() - held.get() > DEADLINE.toNanos());
      source.thaw();
      SwitchReport report = cutover.join();
      assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.ABORT);
      client.awaitWritten(20);
      assertCutsOver(move, client);
    }
  }

  private void assertCutsOver(BankMove move, BankClient client) throws SQLException {
    // A comparison waits for the stream, which may have rested for seconds while a server was away.
    assertThat(move.migration().verify(false).clean()).isTrue();
    SwitchReport report = move.migration().cutover();
    assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.FLIP);
    client.awaitWritten(20);
    client.close();
    assertThat(move.migration().verify(false).clean()).isTrue();
    bank.assertKept();
  }

  private static CompletableFuture<SwitchReport> cutover(BankMove move) {
    return CompletableFuture.supplyAsync(move.migration()::cutover, Thread::startVirtualThread);
  }

  /// Where a server was away for too long, the switch is brought to its end by the process.
  private static void awaitEnd(CompletableFuture<SwitchReport> cutover) {
    try {
      assertThat(cutover.join()).isNotNull();
    } catch (CompletionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              c -> assertThat(c.code()).isEqualTo(ErrorCode.DATABASE_FAILED));
    }
  }

  /// The warm-up is over, and the fence not raised yet.
  private static void onceHeld(BankMove move, Runnable happens) {
    AtomicBoolean happened = new AtomicBoolean();
    move.journal()
        .listen(recorded -> {
          if (recorded.event() instanceof MigrationEvent.RoutePublished published
              && published.route().held()
              && !happened.getAndSet(true)) {
            happens.run();
          }
        });
  }
}
