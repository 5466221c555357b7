package io.crossfade.postgresql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.session.Sessions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that is not carried is named before anything is done. */
class PreflightIT {
  private final Endpoint endpoint = TestServer.newDatabase(16);
  private final Sessions sessions = new Sessions(endpoint);

  @AfterEach
  void close() {
    sessions.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE TABLE t (id int) | no primary key
          CREATE UNLOGGED TABLE t (id int PRIMARY KEY) | not logged
          CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id) | partitioned
          CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE child () INHERITS (t) | inherits
          CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY FULL | replica identity
          CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id) STORED) | generated
          CREATE TABLE t (id int PRIMARY KEY DEFERRABLE) | deferrable
          CREATE TABLE t (id int PRIMARY KEY, v text); CREATE UNIQUE INDEX i ON t (lower(v)) | unique index
          CREATE TABLE t (id int PRIMARY KEY, v text COLLATE "en-x-icu") | collation
          CREATE TABLE t (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY) | always numbered
          CREATE SEQUENCE s; CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('s')) | sequence
          CREATE TABLE t (id int PRIMARY KEY, u int); ALTER TABLE t ADD FOREIGN KEY (u) REFERENCES t NOT VALID | never checked
          """)
  void whatIsNotCarriedIsNamed(String sql, String problem) {
    TestServer.execute(endpoint, sql);

    assertThat(problems(Side.SOURCE, table("t")))
        .singleElement()
        .asString()
        .startsWith("public.t: ")
        .contains(problem);
  }

  @Test
  void targetThatWouldNotTakeTheRowsIsRefused() {
    TestServer.execute(
        endpoint,
        "CREATE TABLE u (id int PRIMARY KEY)",
        "CREATE TABLE t (id int PRIMARY KEY, v text, u int REFERENCES u)",
        "CREATE UNIQUE INDEX t_v ON t (v)");
    List<Table> wanted = table("t");
    assertThat(problems(Side.TARGET, wanted)).singleElement().asString().contains("t_v");

    TestServer.execute(endpoint, "DROP TABLE t", "DROP TABLE u");

    assertThat(problems(Side.TARGET, wanted)).singleElement().asString().contains("public.u");
  }

  private List<String> problems(Side side, List<Table> tables) {
    return new PostgresCatalog(sessions)
        .preflight(side, tables).stream().map(Object::toString).toList();
  }

  private List<Table> table(String name) {
    return new PostgresCatalog(sessions)
        .tables().stream().filter(t -> t.name().name().equals(name)).toList();
  }
}
