package io.crossfade.postgresql.items;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Finding.Severity;
import io.crossfade.connector.Items.Writer;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.schema.PostgresCatalog;
import io.crossfade.postgresql.session.Sessions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mirrors would meet is told before anything is done, each with what to do. */
class MirrorFindingsIT {
  private final Endpoint endpoint = TestServer.newDatabase(16);
  private final Sessions sessions = new Sessions(endpoint);
  private final PostgresItems items = new PostgresItems(sessions);

  @AfterEach
  void close() {
    sessions.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numeric",
        "float8",
        "real",
        "interval",
        "jsonb",
        "numeric[]",
        "numrange",
        "rough",
        "pair"
      })
  void keysThatAreEqualAndPrintedOtherwiseStop(String type) {
    make("CREATE DOMAIN rough AS numeric", "CREATE TYPE pair AS (a int, b numeric)");
    make("CREATE TABLE t (shop int, id %s, note numeric, PRIMARY KEY (shop, id))".formatted(type));

    assertThat(source())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(Severity.STOPS);
          assertThat(f.where()).isEqualTo("public.t");
          assertThat(f.what()).contains("its key column id");
          assertThat(f.mend()).startsWith("ALTER TABLE public.t ALTER id TYPE");
        });
  }

  @Test
  void keysThatHaveOneSpellingDoNot() {
    make(
        "CREATE DOMAIN fine AS numeric(10, 2)",
        "CREATE TYPE mood AS ENUM ('a')",
        """
        CREATE TABLE t (a int, b uuid, c text, d varchar(9), e char(3), f timestamptz, g date, h bytea, i numeric(20), j fine, k mood, l bool,
          m int4range, n int[], o inet, p bit(3), q fine[],
          PRIMARY KEY (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q))
        """);

    assertThat(source()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE TABLE t (id int) | STOPS | it has no primary key | ALTER TABLE public.t ADD PRIMARY KEY
          CREATE TABLE t (id int PRIMARY KEY); CREATE RULE extra AS ON INSERT TO t DO ALSO SELECT 1 | STOPS | its rule extra keeps mirrors out | ALTER TABLE public.t DISABLE RULE extra
          CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b int); CREATE UNIQUE INDEX part ON t (b) WHERE b > 0 | WARNS | two rows that exchange their values of part, t_a_key | never exchange
          CREATE TABLE t (id int PRIMARY KEY); CREATE TRIGGER acts AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f() | WARNS | its trigger acts acts on mirrored rows a second time | DISABLE TRIGGER acts
          CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE q PARTITION OF t DEFAULT; CREATE TRIGGER deep AFTER INSERT ON q FOR EACH ROW EXECUTE FUNCTION f() | WARNS | its trigger deep acts | ALTER TABLE public.q DISABLE TRIGGER deep
          """)
  void whatDisturbsMirrorsIsNamed(String sql, Severity severity, String what, String mend) {
    make(FUNCTION, sql);

    assertThat(source())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(severity);
          assertThat(f.what()).contains(what);
          assertThat(f.mend()).contains(mend);
        });
  }

  /** Neither what is switched off, nor what acts for replicas only, nor our own fence. */
  @Test
  void whatDoesNotActIsNotTold() {
    make(
        FUNCTION,
        "CREATE SCHEMA crossfade",
        "CREATE FUNCTION crossfade.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TABLE up (id int PRIMARY KEY)",
        "CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES up ON DELETE CASCADE)",
        "CREATE TRIGGER off AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "ALTER TABLE t DISABLE TRIGGER off",
        "CREATE TRIGGER replica AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "ALTER TABLE t ENABLE REPLICA TRIGGER replica",
        "CREATE TRIGGER ours AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION crossfade.f()",
        "CREATE RULE deleted AS ON DELETE TO t DO ALSO SELECT 1");

    assertThat(source()).isEmpty();
    assertThat(target(List.of())).isEmpty();
  }

  @Test
  void theTargetsTriggersActASecondTime() {
    make(
        FUNCTION,
        "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE)",
        "CREATE TRIGGER acts AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "ALTER TABLE t ENABLE ALWAYS TRIGGER acts");

    assertThat(target(List.of()))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(Severity.WARNS);
          assertThat(f.what()).startsWith("its trigger acts acts on each row that is mirrored");
          assertThat(f.mend()).startsWith("ALTER TABLE public.t DISABLE TRIGGER acts until");
        });
  }

  @Test
  void whatTheMappingChangesRowStoresDoNot() {
    make(
        "CREATE TABLE t (id int PRIMARY KEY, a text, twice int GENERATED ALWAYS AS (id * 2) STORED)");
    Table t = table();

    assertThat(found(mapping(t, t, new Copied("id", "id"), new Copied("a", "b"))))
        .singleElement()
        .satisfies(f -> assertThat(f.what()).contains("the mapping changes its columns"));
    assertThat(found(mapping(t, t, new Copied("id", "id")))).hasSize(1);
    Table bigger = withId(t, "bigint");
    assertThat(
            found(
                mapping(
                    t, bigger, new Cast("id", "integer", "id", "bigint"), new Copied("a", "a"))))
        .isEmpty();
    Table rounded = withId(t, "numeric(9,2)");
    assertThat(
            found(
                mapping(
                    t,
                    rounded,
                    new Cast("id", "integer", "id", "numeric(9,2)"),
                    new Copied("a", "a"))))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(Severity.STOPS);
          assertThat(f.what()).startsWith("its key column id is cast");
        });
  }

  @Test
  void whoMayNotMirrorIsNamedOnTheSource() {
    role("mirrors_appends", "mirrors_sees_all");
    make(
        "CREATE TABLE t (id int PRIMARY KEY)",
        "GRANT INSERT ON t TO mirrors_appends",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON t TO mirrors_sees_all",
        "ALTER ROLE mirrors_sees_all BYPASSRLS");
    try {
      assertThat(source())
          .singleElement()
          .satisfies(f -> {
            assertThat(f.where()).startsWith("role mirrors_appends on the SOURCE");
            assertThat(f.what())
                .startsWith("it may write public.t, and not SELECT, UPDATE, DELETE:");
            assertThat(f.mend())
                .startsWith("GRANT SELECT, UPDATE, DELETE ON public.t TO mirrors_appends on both");
          });
      make(
          "GRANT SELECT, UPDATE, DELETE ON t TO mirrors_appends",
          "ALTER TABLE t ENABLE ROW LEVEL SECURITY");
      assertThat(source())
          .singleElement()
          .satisfies(f -> assertThat(f.what()).startsWith("it has row security"));
      make("REVOKE ALL ON t FROM mirrors_appends");
      assertThat(source()).isEmpty();
    } finally {
      drop("mirrors_appends", "mirrors_sees_all");
    }
  }

  @Test
  void whoMayNotMirrorIsNamedOnTheTarget() {
    role("mirrors_known");
    make(
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "CREATE TABLE t (id int PRIMARY KEY)",
        "GRANT SELECT ON t TO mirrors_known");
    try {
      assertThat(target(List.of(writer("mirrors_known"), writer("\"No such\""))))
          .extracting(Finding::toString)
          .satisfiesExactly(
              f ->
                  assertThat(f)
                      .startsWith("role \"No such\" on the TARGET")
                      .contains("is not there"),
              f ->
                  assertThat(f)
                      .startsWith("role mirrors_known on the TARGET")
                      .contains("may not INSERT, UPDATE, DELETE public.t")
                      .endsWith("GRANT INSERT, UPDATE, DELETE ON public.t TO mirrors_known"),
              f -> assertThat(f).endsWith("GRANT USAGE ON SCHEMA public TO mirrors_known"));
    } finally {
      drop("mirrors_known");
    }
  }

  private static final String FUNCTION =
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";

  private static Writer writer(String role) {
    return new Writer(
        role, new TableName("public", "t"), List.of("SELECT", "INSERT", "UPDATE", "DELETE"));
  }

  private List<Finding> source() {
    return found(TableMapping.identity(table()));
  }

  private List<Finding> found(TableMapping mapping) {
    return items.findings(
        Side.SOURCE, List.of(mapping), items.writers(List.of(mapping.from().name())));
  }

  private List<Finding> target(List<Writer> writers) {
    return items.findings(Side.TARGET, List.of(TableMapping.identity(table())), writers);
  }

  private static Table withId(Table table, String type) {
    Column id = new Column("id", type, false, null, false, false);
    return new Table(
        table.name(), List.of(id, table.column("a")), table.key(), List.of(), List.of(), 0);
  }

  private static TableMapping mapping(Table from, Table to, ColumnMapping... columns) {
    return new TableMapping(from, to, List.of(columns));
  }

  private Table table() {
    return new PostgresCatalog(sessions)
        .tables().stream().filter(t -> t.name().name().equals("t")).findFirst().orElseThrow();
  }

  private void make(String... statements) {
    TestServer.execute(endpoint, statements);
  }

  private void role(String... names) {
    for (String name : names) {
      make("DROP ROLE IF EXISTS " + name, "CREATE ROLE " + name);
    }
  }

  private void drop(String... names) {
    for (String name : names) {
      make("DROP OWNED BY " + name, "DROP ROLE " + name);
    }
  }
}
