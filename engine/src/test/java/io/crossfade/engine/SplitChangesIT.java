package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody alters a table that becomes two.
@Timeout(120)
class SplitChangesIT {
  private static final String REST =
      """
      tables: ["public.*"]
      copy: {chunkRows: 500, workers: 4}
      reverse: none
      mapping:
        public.people: {to: crm.people, split: {crm.addresses: [street, city]}}
      """;
  private static final TableName PEOPLE = new TableName("public", "people");

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  private BankMove move(TableName... anew) {
    return new Bank(databases)
        .move(databases.manifest("split_changes", REST), directory, Set.of(anew));
  }

  @Test
  void whatIsAddedComesAlongAndWhatIsRenamedOrDroppedStopsIt() throws Exception {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, street text, city text NOT NULL DEFAULT 'Ulm')",
        "INSERT INTO people (id, name, street) SELECT n, 'old' || n, 's' || n FROM generate_series(1, 2000) n");
    try (BankMove move = move()) {
      move.migration().run();
      databases.sql(
          Side.SOURCE,
          "ALTER TABLE people ADD phone text DEFAULT '110'",
          "INSERT INTO people (id, name, phone) VALUES (-1, 'new', '112')",
          "UPDATE people SET city = 'Bonn' WHERE id = 1");
      CarriedOn.assertEnds(move.migration()::awaitEnd, ErrorCode.SOURCE_SCHEMA_CHANGED);
    }
    try (BankMove again = move()) {
      again.migration().run();
      assertThat(again.migration().verify(false).clean()).isTrue();
      assertThat(target("SELECT concat_ws(' ', id, name, phone, city) FROM %s WHERE id < 2"))
          .containsExactly("-1 new 112 Ulm", "1 old1 110 Bonn");
      assertThat(columns("addresses")).containsExactly("id", "street", "city");

      databases.sql(
          Side.SOURCE,
          "ALTER TABLE people RENAME name TO called",
          "INSERT INTO people (id, called, street) VALUES (-2, 'renamed', 's')");
      refuses("name", again.migration()::awaitEnd);
    }
    try (BankMove stopped = move()) {
      refuses("--retake public.people", stopped.migration()::run);
    }
    try (BankMove anew = move(PEOPLE)) {
      anew.migration().run();
      assertThat(anew.migration().verify(false).clean()).isTrue();
      assertThat(columns("people")).containsExactly("id", "called", "phone");
      assertThat(target("SELECT concat_ws(' ', id, called, street) FROM %s WHERE id = -2"))
          .containsExactly("-2 renamed s");

      databases.sql(
          Side.SOURCE,
          "ALTER TABLE people DROP street",
          "INSERT INTO people (id, called) VALUES (-3, 'dropped')");
      refuses("street", anew.migration()::awaitEnd);
    }
    assertThatThrownBy(() -> move(PEOPLE).close())
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("has no column street");
    databases.sql(Side.SOURCE, "ALTER TABLE people ADD street text");
    try (BankMove anew = move(PEOPLE)) {
      anew.migration().run();
      assertThat(anew.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      for (String table : List.of("people", "addresses")) {
        assertThat(databases.one(Side.TARGET, "SELECT count(*) FROM crm." + table))
            .isEqualTo("2003");
      }
    }
  }

  private List<String> target(String sql) throws SQLException {
    return databases.column(
        Side.TARGET, sql.formatted("crm.people JOIN crm.addresses USING (id)") + " ORDER BY id");
  }

  private List<String> columns(String table) throws SQLException {
    return databases.column(
        Side.TARGET,
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'crm' AND table_name = '%s' ORDER BY ordinal_position"
            .formatted(table));
  }

  private static void refuses(String word, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e ->
                assertThat(e.code())
                    .as(e.getMessage())
                    .isEqualTo(ErrorCode.SOURCE_SCHEMA_CHANGED))
        .hasMessageContaining(word);
  }
}
