package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Endpoint;
import io.crossfade.model.Change;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Secret;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is killed takes no transaction with it that somebody was told of. */
@Timeout(90)
class ServerLossIT {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Mark ECHO = new Mark("loss", Direction.REVERSE);
  private static final Table ITEM =
      new Table(
          new TableName("loss", "item"),
          List.of(new Column("id", "int", false, null, false, false)),
          List.of("id"),
          List.of(),
          List.of(),
          0);

  @TempDir Path place;

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void whatWasAcknowledgedComesOnceAfterAKill(MySqlVersion version) throws Exception {
    try (EmbeddedMySql server = EmbeddedMySql.start(version, place, true);
        Sessions sessions =
            new Sessions(new Endpoint(server.jdbcUrl(""), server.user(), new Secret("")))) {
      execute(sessions, "CREATE DATABASE loss", "CREATE TABLE loss.item (id int PRIMARY KEY)");
      MySqlLog log = new MySqlLog(sessions, place);
      log.retain("loss", Direction.FORWARD, List.of(ITEM), Duration.ofSeconds(5));
      Position from = log.retainedFrom("loss", Direction.FORWARD).orElseThrow();

      List<Integer> told = new ArrayList<>();
      AtomicInteger acknowledged = new AtomicInteger();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> write(sessions, acknowledged));
      Position reached = readUntilLost(log, from, told, server);
      writer.join();

      server.restart();
      try (ChangeStream stream =
          log.open("loss", Direction.FORWARD, reached, List.of(ITEM), ECHO)) {
        Position end = log.marker("loss");
        while (!stream.readThrough().isAtLeast(end)) {
          take(stream.next(SOON), told);
        }
      }
      assertThat(told).doesNotHaveDuplicates().isSorted();
      assertThat(told.size()).isGreaterThanOrEqualTo(acknowledged.get());
      assertThat(told.get(told.size() - 1)).isEqualTo(told.size());
    }
  }

  /** Kills the server as soon as the stream has come into its flow. */
  private static Position readUntilLost(
      MySqlLog log, Position from, List<Integer> told, EmbeddedMySql server) {
    try (ChangeStream stream = log.open("loss", Direction.FORWARD, from, List.of(ITEM), ECHO)) {
      try {
        while (true) {
          take(stream.next(SOON), told);
          if (told.size() >= 200 && server.isRunning()) {
            server.kill();
          }
        }
      } catch (CrossfadeException e) {
        assertThat(server.isRunning()).as(e.getMessage()).isFalse();
        assertThat(e.fields()).containsEntry(CrossfadeException.PASSES, "true");
        return stream.readThrough();
      }
    }
  }

  private static void take(@Nullable LoggedTransaction transaction, List<Integer> told) {
    if (transaction != null) {
      transaction
          .changes()
          .forEach(change -> told.add(Integer.valueOf(((Change.Insert) change).row().value(0))));
    }
  }

  /** Until the server is gone. */
  private static void write(Sessions sessions, AtomicInteger acknowledged) {
    try (Connection connection = sessions.connect("writer");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO loss.item VALUES (?)")) {
      while (true) {
        insert.setInt(1, acknowledged.get() + 1);
        insert.executeUpdate();
        acknowledged.incrementAndGet();
      }
    } catch (SQLException e) {
      assertThat(acknowledged.get()).as(e.getMessage()).isPositive();
    }
  }

  private static void execute(Sessions sessions, String... statements) {
    sessions.call(
        "test",
        "prepare",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
          return statements;
        });
  }
}
