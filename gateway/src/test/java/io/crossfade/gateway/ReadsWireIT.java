package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reads on the other side, by clients that speak as no driver does.
class ReadsWireIT extends TwoSides {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final String READ = "SELECT side FROM item WHERE id = -1";

  @BeforeEach
  void all() {
    share(100);
  }

  /// What was prepared without a name is there wherever it is run.
  @Test
  void theStatementWithoutANameFollows() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      Rig.await("the target answers", () -> side(wire, READ).equals("target"));
      send(wire, parse(READ), run(""));
      assertThat(answer(wire)).isEqualTo("target");
      send(wire, run(""));
      assertThat(answer(wire)).isEqualTo("target");
      wire.send('P', "\0BEGIN\0\0\0");
      send(wire, run(""));
      answer(wire);
      assertThat(side(wire, "ROLLBACK")).isEmpty();
      send(wire, parse(READ), run(""));
      assertThat(answer(wire)).isIn("source", "target");
      Rig.await(
          "the target answers again",
          () -> {
            try {
              send(wire, parse(READ), run(""));
              return answer(wire).equals("target");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      // Not one statement: it goes where writes go, and finds there what only the target was told.
      send(wire, frame('H', ""), run(""));
      assertThat(answer(wire)).isEqualTo("source");
    }
  }

  /// As lib/pq of Go does it: prepared in one round trip, run in the next, here by name.
  @Test
  void aStatementWithANameIsPreparedThereWhenItIsRun() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      Rig.await("the target answers", () -> side(wire, READ).equals("target"));
      for (String read : new String[] {READ, "SELECT side || id FROM item WHERE id = -1"}) {
        String answer = read.equals(READ) ? "target" : "target-1";
        wire.send('P', "s1\0" + read + "\0\0\0");
        wire.send('S', "");
        wire.await('Z');
        Rig.await(
            "the target answers by name",
            () -> {
              try {
                send(wire, run("s1"));
                return answer(wire).equals(answer);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
        wire.send('C', "Ss1\0");
        wire.send('S', "");
        wire.await('Z');
      }
    }
  }

  @Test
  void whatIsSentMeanwhileIsAnsweredInItsOrder() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      Rig.await("the target answers", () -> side(wire, READ).equals("target"));
      for (int i = 0; i < 50; i++) {
        send(wire, frame('Q', READ + "\0"));
        send(wire, frame('Q', "SELECT 'own " + i + "'\0"));
        assertThat(answer(wire)).isIn("source", "target");
        assertThat(answer(wire)).isEqualTo("own " + i);
      }
    }
  }

  /// 20 MB are asked for and not read: the target waits, nothing is piled up here.
  @Test
  void whoDoesNotReadIsNotReadFor() throws Exception {
    String large =
        "SELECT side || repeat('z', 1000) FROM item, generate_series(1, 20000) WHERE id = -1";
    try (Wire stalled = Wire.ready(rig.port());
        Connection direct = DriverManager.getConnection(target)) {
      Rig.await("the target answers", () -> side(stalled, large).startsWith("target"));
      long before = buffered();
      send(stalled, frame('Q', large + "\0"));
      Rig.await(
          "the target waits",
          () ->
              quietly(
                      direct,
                      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'ClientWrite'"
                          + " AND datname = current_database()")
                  .equals("1"));
      assertThat(buffered() - before).isLessThan(2 * MEBIBYTE);
      long rows = 0;
      for (Wire.Frame frame = stalled.read(); frame.type() != 'Z'; frame = stalled.read()) {
        rows += frame.type() == 'D' ? 1 : 0;
      }
      assertThat(rows).isEqualTo(20_000);
    }
  }

  /// The cancel request reaches the database that answers.
  @Test
  void aReadElsewhereCanBeCancelled() throws Exception {
    at(target, "INSERT INTO item SELECT i, 'target' FROM generate_series(1, 5000) AS i");
    String pairs = "SELECT a.side || repeat('z', 1000) FROM item a, item b WHERE a.id < ";
    try (Connection session = rig.connect("preferQueryMode=simple");
        Statement statement = session.createStatement()) {
      statement.setMaxRows(1);
      // The same statement but for a value, so that it is known.
      Rig.await(
          "the target answers",
          () -> quietly(session, pairs + "0 AND b.id < 0").startsWith("target"));
      Thread canceller =
          Thread.ofVirtual()
              .start(() -> {
                Rig.await(
                    "the target answers",
                    () ->
                        Moves.number(
                                target,
                                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND"
                                    + " query LIKE '%9999 AND b%' AND pid <> pg_backend_pid()")
                            == 1);
                try {
                  statement.cancel();
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      assertThatThrownBy(() -> statement.executeQuery(pairs + "9999 AND b.id < 9999"))
          .hasMessageContaining("canceling statement");
      canceller.join();
      assertThat(Rig.ask(session, "SELECT 'still there'")).isEqualTo("still there");
    }
  }

  private static String side(Wire wire, String sql) {
    try {
      send(wire, frame('Q', sql + "\0"));
      return answer(wire);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String parse(String sql) {
    return frame('P', "\0" + sql + "\0\0\0");
  }

  private static String run(String name) {
    return frame('B', "\0" + name + "\0\0\0\0\0\0\0")
        + frame('D', "P\0")
        + frame('E', "\0\0\0\0\0")
        + frame('S', "");
  }

  private static String frame(char type, String body) {
    int length = 4 + body.length();
    return type + "\0\0" + (char) (length >> 8) + (char) (length & 0xff) + body;
  }

  /// As one piece: a batch that comes in two is not looked at.
  private static void send(Wire wire, String... frames) throws IOException {
    wire.out.write(String.join("", frames).getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The first column of the last row.
  private static String answer(Wire wire) throws IOException {
    String row = "";
    for (Wire.Frame frame = wire.read(); frame.type() != 'Z'; frame = wire.read()) {
      assertThat(frame.type()).as(frame.text()).isNotEqualTo('E');
      row = frame.type() == 'D' ? frame.text().substring(6) : row;
    }
    return row;
  }

  private static long buffered() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }
}
