package io.crossfade.postgresql.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Column;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in the order of a language is another order than ours. */
class KeyColumnsIT {
  private final Endpoint endpoint = TestServer.newDatabase(16);

  @Test
  void columnInTheOrderOfALanguageDoesNotCutTheTable() throws SQLException {
    try (Connection connection = TestServer.connect(endpoint)) {
      Table table = make(connection, "en-x-icu");

      assertThat(KeyColumns.read(connection, table).cuttable()).isEmpty();
      assertThat(KeyRangePlanner.plan(connection, table, 1)).containsExactly(KeyRange.ALL);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "ucs_basic", "default"})
  void columnInTheOrderOfBytesDoes(String collation) throws SQLException {
    try (Connection connection = TestServer.connect(endpoint)) {
      Table table = make(connection, collation);

      assertThat(KeyColumns.read(connection, table).cuttable()).containsExactly("id");
      assertThat(KeyRangePlanner.plan(connection, table, 1)).hasSize(3);
    }
  }

  /** Which pages are looked at is the server's choice, and a small table may have none of them. */
  @Test
  void veryLargeTableIsCutByASample() throws SQLException {
    try (Connection connection = TestServer.connect(endpoint)) {
      Table small = make(connection, "C");
      TestServer.execute(
          connection,
          "INSERT INTO public.t SELECT 'k' || n || repeat('x', 500) FROM generate_series(1, 5000) n");
      Table large =
          new Table(
              small.name(),
              small.columns(),
              small.key(),
              small.indexes(),
              small.constraints(),
              20_000_000);

      assertThat(KeyRangePlanner.plan(connection, large, 100)).hasSizeBetween(2, 500);
    }
  }

  /** What was never counted may be of any size; its ranges are of one size all the same. */
  @Test
  void tableThatIsLargerThanItsDatabaseThoughtIsCutIntoFewerRanges() throws SQLException {
    try (Connection connection = TestServer.connect(endpoint)) {
      Table table = make(connection, "C");
      TestServer.execute(
          connection,
          "DELETE FROM public.t",
          "INSERT INTO public.t SELECT lpad(n::text, 5, '0') FROM generate_series(1, 10000) n");

      assertThat(KeyRangePlanner.plan(connection, table, 10, 8))
          .extracting(KeyRange::to)
          .containsExactly(
              Key.of("01281"),
              Key.of("02561"),
              Key.of("03841"),
              Key.of("05121"),
              Key.of("06401"),
              Key.of("07681"),
              Key.of("08961"),
              null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "en-x-icu"})
  void rangeIsThatOfBytesWhateverTheColumnsOrder(String collation) throws SQLException {
    try (Connection connection = TestServer.connect(endpoint)) {
      Table table = make(connection, collation);
      String isIn = KeyColumns.read(connection, table).isIn(new KeyRange(Key.of("B"), Key.of("b")));

      String found =
          TestServer.query(
              connection,
              "SELECT string_agg(id, '' ORDER BY id COLLATE \"C\") FROM public.t WHERE " + isIn);

      assertThat(found).isEqualTo("Ba");
    }
  }

  private static Table make(Connection connection, String collation) throws SQLException {
    TestServer.execute(
        connection,
        "CREATE TABLE public.t (id text COLLATE \"" + collation + "\" PRIMARY KEY)",
        "INSERT INTO public.t VALUES ('a'), ('B'), ('c')");
    return new Table(
        new TableName("public", "t"),
        List.of(new Column("id", "text", false, null, false, false)),
        List.of("id"),
        List.of(),
        List.of(),
        3);
  }
}
