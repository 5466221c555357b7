package io.crossfade.postgresql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Finding;
import io.crossfade.model.Column;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.session.Sessions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
          CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE UNLOGGED TABLE q PARTITION OF t DEFAULT | partition public.q is not logged
          CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE q PARTITION OF t DEFAULT; ALTER TABLE q REPLICA IDENTITY NOTHING | old rows of its partition public.q by their primary key; ALTER TABLE public.q REPLICA IDENTITY DEFAULT
          CREATE TABLE t (id int NOT NULL UNIQUE) PARTITION BY RANGE (id); ALTER TABLE t REPLICA IDENTITY USING INDEX t_id_key | another replica identity
          CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE child () INHERITS (t) | inherits
          CREATE TABLE t () | no columns
          CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY NOTHING | replica identity; ALTER TABLE public.t REPLICA IDENTITY DEFAULT
          CREATE TABLE t (id int PRIMARY KEY, u int NOT NULL UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX t_u_key | replica identity; ALTER TABLE public.t REPLICA IDENTITY DEFAULT
          CREATE TABLE t (id int); ALTER TABLE t REPLICA IDENTITY FULL | no primary key; ALTER TABLE public.t ADD PRIMARY KEY
          CREATE TABLE t (id int NOT NULL UNIQUE) | no primary key; ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_id_key
          CREATE EXTENSION citext; CREATE TABLE t (id citext PRIMARY KEY) | citext_ops
          CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE t (id text COLLATE ci PRIMARY KEY) | different texts for the same
          CREATE TABLE t (id int PRIMARY KEY DEFERRABLE) | deferrable
          CREATE TABLE t (id int PRIMARY KEY, v text UNIQUE DEFERRABLE) | deferrable
          CREATE TABLE t (id text COLLATE "en-x-icu" PRIMARY KEY) PARTITION BY LIST (id) | collation of its own
          CREATE TABLE t (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY) | always numbered
          CREATE TABLE t (id int PRIMARY KEY, u int); ALTER TABLE t ADD FOREIGN KEY (u) REFERENCES t NOT VALID | never checked
          """)
  void whatIsNotCarriedIsNamed(String sql, String problem) {
    TestServer.execute(endpoint, sql);

    assertThat(problems(Side.SOURCE, table("t")))
        .anySatisfy(found -> assertThat(found).startsWith("public.t: ").contains(problem));
  }

  /** Rows can be told apart, one way or another, and the log says which is which. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY FULL",
        "CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey",
        "CREATE TABLE t (x int, id int NOT NULL UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX t_id_key"
      })
  void whatTellsRowsApartIsTheKey(String sql) {
    TestServer.execute(endpoint, sql);

    assertThat(table("t").get(0).key()).containsExactly("id");
    assertThat(table("t").get(0).indexes()).isEmpty();
    assertThat(problems(Side.SOURCE, table("t"))).isEmpty();
    assertThat(problems(Side.TARGET, table("t"))).isEmpty();
  }

  /** Large values are found by their lengths, also where they take little room. */
  @Test
  void tablesWithLargeRowsAreFound() {
    TestServer.execute(
        endpoint,
        "CREATE TABLE small (id int PRIMARY KEY, v text)",
        "INSERT INTO small SELECT n, repeat('x', 5000) FROM generate_series(1, 100) n",
        "CREATE TABLE large (id int PRIMARY KEY, v text, b bytea)",
        "INSERT INTO large SELECT n, repeat('x', n * 100000), repeat('y', 100)::bytea FROM generate_series(1, 30) n");
    List<Table> tables = Stream.of("small", "large").flatMap(n -> table(n).stream()).toList();

    assertThat(new PostgresCatalog(sessions).largeRows(tables))
        .containsOnlyKeys(new TableName("public", "large"))
        .allSatisfy((name, bytes) -> assertThat(bytes).isBetween(3_000_000L, 3_001_000L));
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

  /** Of a table, only the columns that are given have to be fit for it. */
  @Test
  void aColumnThatIsLeftOutMayBeOfAnyKind() {
    TestServer.execute(
        endpoint,
        "CREATE TYPE mood AS ENUM ('good')",
        "CREATE SEQUENCE s",
        """
        CREATE TABLE t (id int PRIMARY KEY, m mood, g int GENERATED ALWAYS AS (id) STORED, c text COLLATE "en-x-icu",
          s int DEFAULT nextval('s'), n int GENERATED ALWAYS AS IDENTITY)\
        """);
    Table whole = table("t").get(0);

    assertThat(problems(Side.SOURCE, List.of(whole)))
        .singleElement()
        .asString()
        .contains("column n is always numbered");
    assertThat(problems(Side.SOURCE, List.of(whole.with(List.of(whole.column("id")))))).isEmpty();
  }

  /** No ordinary unique index stands behind it, so it would be passed over. */
  @Test
  void aConstraintWithoutOverlapsIsNamed() {
    Endpoint newest = TestServer.newDatabase(18);
    TestServer.execute(
        newest,
        "CREATE TABLE t (id int PRIMARY KEY, a int4range, b daterange,"
            + " CONSTRAINT apart UNIQUE (a, b WITHOUT OVERLAPS))");
    try (Sessions there = new Sessions(newest)) {
      PostgresCatalog catalog = new PostgresCatalog(there);
      assertThat(stops(catalog, Side.SOURCE, catalog.tables()))
          .singleElement()
          .asString()
          .contains("public.t", "apart");
    }
  }

  /** Also where a schema that nobody asked about is closed to us altogether. */
  @Test
  void aSchemaInWhichWeMayNotMakeTablesIsNamed() {
    TestServer.execute(
        endpoint,
        "CREATE ROLE schema_mover LOGIN REPLICATION",
        "GRANT CREATE ON DATABASE %s TO schema_mover"
            .formatted(TestServer.query(endpoint, "SELECT current_database()")),
        "GRANT SET ON PARAMETER session_replication_role TO schema_mover",
        "CREATE SCHEMA secret",
        "CREATE TABLE secret.other (id serial PRIMARY KEY)",
        "CREATE SCHEMA closed",
        "CREATE TABLE closed.t (id serial PRIMARY KEY, v text)",
        "CREATE TABLE t (id int PRIMARY KEY, v text)",
        "ALTER TABLE closed.t OWNER TO schema_mover",
        "ALTER TABLE t OWNER TO schema_mover");
    Endpoint mover =
        new Endpoint(
            endpoint.url().replace("user=postgres", "user=schema_mover"),
            "schema_mover",
            endpoint.password());
    try (Sessions asMover = new Sessions(mover)) {
      PostgresCatalog catalog = new PostgresCatalog(asMover);
      List<Table> tables = table("t");
      assertThat(tables).hasSize(2);

      assertThat(stops(catalog, Side.TARGET, tables))
          .extracting(Finding::toString)
          .containsExactly(
              "schema closed: our role has no right to USAGE, CREATE in it;"
                  + " GRANT USAGE, CREATE ON SCHEMA closed TO schema_mover",
              "schema public: our role has no right to CREATE in it;"
                  + " GRANT CREATE ON SCHEMA public TO schema_mover");
      assertThat(stops(catalog, Side.SOURCE, tables))
          .extracting(Finding::where)
          .containsExactly("schema closed");
      assertThat(catalog.notCarried(tables)).isEmpty();

      TestServer.execute(
          endpoint,
          "GRANT USAGE, CREATE ON SCHEMA closed TO schema_mover",
          "GRANT CREATE ON SCHEMA public TO schema_mover");
      assertThat(stops(catalog, Side.TARGET, tables)).isEmpty();
    }
  }

  @Test
  void aTargetThatWouldRefuseWhatIsBuiltLaterIsNamed() {
    TestServer.execute(
        endpoint, "CREATE TABLE t (id int PRIMARY KEY, v text)", "CREATE INDEX t_v ON t (v)");
    List<Table> wanted = table("t");
    assertThat(problems(Side.TARGET, wanted)).isEmpty();

    TestServer.execute(
        endpoint,
        "DROP INDEX t_v",
        "CREATE TABLE t_v (id int)",
        "CREATE UNIQUE INDEX expression ON t (lower(v))",
        "ALTER TABLE t ADD CONSTRAINT exclusion EXCLUDE USING hash (v WITH =)");

    assertThat(problems(Side.TARGET, wanted))
        .hasSize(3)
        .anySatisfy(p -> assertThat(p).contains("index t_v", "public.t_v is something else"))
        .anySatisfy(p -> assertThat(p).contains("unique index public.expression"))
        .anySatisfy(p -> assertThat(p).contains("exclusion constraint public.exclusion"));
  }

  @Test
  void aTargetTableOfAnotherShapeIsNamed() {
    TestServer.execute(
        endpoint,
        "CREATE TABLE t (id int, at int, v text, w text, PRIMARY KEY (id, at))",
        "CREATE UNIQUE INDEX t_v ON t (v)");
    List<Table> wanted = table("t");
    TestServer.execute(
        endpoint,
        "DROP TABLE t",
        "CREATE TABLE t (id int, at int, v int, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)");

    assertThat(problems(Side.TARGET, wanted))
        .hasSize(4)
        .anySatisfy(p -> assertThat(p).contains("it has no column w"))
        .anySatisfy(p -> assertThat(p).contains("column v is integer, the mapping writes text"))
        .anySatisfy(p -> assertThat(p).contains("its primary key is [at, id]"))
        .anySatisfy(
            p -> assertThat(p).contains("it is partitioned by RANGE (at)", "unique index t_v"));
  }

  /** PostgreSQL has it since version 18. */
  @Test
  void aVirtualColumnIsRefusedWhereTheServerHasNone() {
    Column virtual = new Column("v", "integer", true, "(id * 2) VIRTUAL", false, true);
    TestServer.execute(endpoint, "CREATE TABLE t (id int PRIMARY KEY)");
    Table t = table("t").get(0);
    Table wanted =
        new Table(
            new TableName("public", "other"),
            List.of(t.column("id"), virtual),
            t.key(),
            List.of(),
            List.of(),
            0);

    assertThat(problems(Side.TARGET, List.of(wanted)))
        .singleElement()
        .asString()
        .contains("column v is computed when it is read");
  }

  @Test
  void aSequenceThatWeMayNotSetIsNamed() {
    TestServer.execute(
        endpoint,
        "CREATE ROLE number_mover LOGIN REPLICATION",
        "CREATE SEQUENCE s",
        "CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT nextval('s'))",
        "ALTER TABLE t OWNER TO number_mover");
    Endpoint mover =
        new Endpoint(
            endpoint.url().replace("user=postgres", "user=number_mover"),
            "number_mover",
            endpoint.password());
    try (Sessions asMover = new Sessions(mover)) {
      assertThat(stops(new PostgresCatalog(asMover), Side.SOURCE, table("t")))
          .extracting(Finding::mend)
          .contains("GRANT SELECT, UPDATE ON SEQUENCE public.s TO number_mover");
    }
  }

  private List<String> problems(Side side, List<Table> tables) {
    return stops(new PostgresCatalog(sessions), side, tables).stream()
        .map(Finding::toString)
        .toList();
  }

  private static List<Finding> stops(PostgresCatalog catalog, Side side, List<Table> tables) {
    return catalog.preflight(side, tables).stream()
        .filter(f -> f.severity() == Finding.Severity.STOPS)
        .toList();
  }

  private List<Table> table(String name) {
    return new PostgresCatalog(sessions)
        .tables().stream().filter(t -> t.name().name().equals(name)).toList();
  }
}
