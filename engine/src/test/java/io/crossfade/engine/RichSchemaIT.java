package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.engine.steps.CatalogNotes;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Side;
import io.crossfade.servers.Rights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One of everything that can stand around tables, moved by a role that has no more than the rights
/// that the manual names. What is said of the catalogs is asked of the servers, not of Crossfade.
class RichSchemaIT {
  /// By the server's own names, whatever it is.
  private static final String EVERYTHING =
      """
      SELECT i.type || ' ' || i.identity FROM (SELECT 'pg_class'::regclass AS class, oid FROM pg_class
        UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type
        UNION ALL SELECT 'pg_trigger'::regclass, oid FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'pg_policy'::regclass, oid FROM pg_policy UNION ALL SELECT 'pg_rewrite'::regclass, oid FROM pg_rewrite WHERE rulename <> '_RETURN'
        UNION ALL SELECT 'pg_constraint'::regclass, oid FROM pg_constraint WHERE contype <> 'n'
        UNION ALL SELECT 'pg_statistic_ext'::regclass, oid FROM pg_statistic_ext UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation
        UNION ALL SELECT 'pg_namespace'::regclass, oid FROM pg_namespace UNION ALL SELECT 'pg_extension'::regclass, oid FROM pg_extension
        UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config) o
      CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
      WHERE o.oid > 16383 AND coalesce(i.schema, '') !~ '^pg_toast' AND i.identity !~ '(outside|pg_toast)' ORDER BY 1
      """;

  private static final List<String> DETAILS =
      List.of(
          "SELECT oid::regprocedure || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'app'::regnamespace AND prokind <> 'a' AND prolang <> 12 AND NOT prosecdef ORDER BY 1",
          "SELECT oid::regtype || ' ' || coalesce(pg_get_expr(typdefaultbin, 0), '') || typnotnull || (SELECT string_agg(pg_get_constraintdef(c.oid), ';' ORDER BY conname) FROM pg_constraint c WHERE contypid = t.oid AND contype = 'c') FROM pg_type t WHERE typtype = 'd' ORDER BY 1",
          "SELECT string_agg(enumlabel, '|' ORDER BY enumsortorder) FROM pg_enum GROUP BY enumtypid ORDER BY 1",
          "SELECT seqrelid::regclass || ' ' || (to_jsonb(s) - 'seqrelid')::text FROM (SELECT seqrelid, seqtypid::regtype, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle FROM pg_sequence WHERE seqrelid::regclass::text ~ '^app') s ORDER BY 1",
          "SELECT pg_get_triggerdef(oid) || CASE tgenabled WHEN 'O' THEN '' ELSE 'D' END FROM pg_trigger WHERE NOT tgisinternal AND tgname !~ 'crossfade' ORDER BY 1",
          "SELECT concat_ws(' ', polname, polrelid::regclass, polcmd, polpermissive, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), polroles::regrole[]) FROM pg_policy WHERE polname <> 'for_stranger' ORDER BY 1",
          "SELECT concat_ws(' ', o.type, o.identity, description) FROM pg_description, pg_identify_object(classoid, objoid, objsubid) o WHERE objoid > 16383 AND o.type <> 'extension' ORDER BY 1",
          "SELECT oid::regclass || ' ' || x.grantee::regrole || ' ' || string_agg(x.privilege_type || x.is_grantable, ',' ORDER BY x.privilege_type) FROM pg_class c, aclexplode(relacl) x WHERE x.grantee::regrole::text IN ('-', 'rich_reader', 'rich_writer') AND relnamespace = 'app'::regnamespace GROUP BY oid, x.grantee ORDER BY 1",
          "SELECT attrelid::regclass || ' ' || attname || attacl::text FROM (SELECT attrelid, attname, x.grantee::regrole::text || x.privilege_type AS attacl FROM pg_attribute a, aclexplode(attacl) x WHERE attrelid > 16383) a ORDER BY 1",
          "SELECT oid::regproc::text || has_function_privilege('public', oid, 'EXECUTE') || has_function_privilege('rich_reader', oid, 'EXECUTE') FROM pg_proc WHERE pronamespace = 'app'::regnamespace AND prolang <> 12 AND NOT prosecdef ORDER BY 1",
          "SELECT oid::regclass || ' ' || relrowsecurity FROM pg_class WHERE relrowsecurity ORDER BY 1",
          "SELECT relname || ' ' || reloptions::text FROM pg_class WHERE relnamespace = 'app'::regnamespace AND reloptions IS NOT NULL ORDER BY 1",
          "SELECT attrelid::regclass || ' ' || attname || attstorage::text || attcompression::text || coalesce(to_jsonb(a)->>'attstattarget', '-1') || coalesce(attoptions::text, '') FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid AND c.relkind = 'r' AND c.relnamespace = 'app'::regnamespace WHERE attnum > 0 AND attrelid::regclass::text <> 'app.outside' ORDER BY 1",
          "SELECT a::text FROM app.totals a ORDER BY 1",
          "SELECT stxname || stxstattarget::text FROM pg_statistic_ext ORDER BY 1");

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @BeforeEach
  void make() throws Exception {
    make(databases);
  }

  /// On the source; and the roles, on both sides.
  static void make(TwoDatabases databases) throws SQLException, IOException {
    for (Side side : Side.values()) {
      databases.sql(
          side,
          """
          DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rich_mover') THEN
            CREATE ROLE rich_mover LOGIN REPLICATION; CREATE ROLE rich_reader; CREATE ROLE rich_writer; END IF; END $$\
          """,
          "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO rich_mover', current_database()); END $$",
          "GRANT USAGE, CREATE ON SCHEMA public TO rich_mover",
          "GRANT SET ON PARAMETER session_replication_role TO rich_mover");
    }
    String url = databases.url(Side.SOURCE) + "&preferQueryMode=simple"; // nobody takes it apart
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(resource());
    }
  }

  @Test
  void everythingIsCarriedOrListed() throws SQLException {
    List<String> before = databases.column(Side.TARGET, EVERYTHING);
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest("rich"), store, directory)) {
      assertThat(open.migration().plan().problems())
          .singleElement()
          .asString()
          .contains("app.orders: its row security is forced");
      doNotForce();
      open.migration().run();
      List<String> notes = open.migration().plan().notes();

      assertThat(notes).noneMatch(note -> note.startsWith(CatalogNotes.DIFFERS));
      assertThat(missing(notes)).isEmpty();
      for (String detail : DETAILS) {
        assertThat(databases.column(Side.TARGET, detail))
            .as(detail)
            .isEqualTo(databases.column(Side.SOURCE, detail));
      }
      open.migration().abort();
    }
    assertThat(databases.column(Side.TARGET, EVERYTHING)).isEqualTo(before);
  }

  private void doNotForce() throws SQLException {
    doNotForce(databases);
  }

  static void doNotForce(TwoDatabases databases) throws SQLException {
    databases.sql(
        Side.SOURCE,
        "ALTER TABLE app.orders NO FORCE ROW LEVEL SECURITY",
        "REFRESH MATERIALIZED VIEW app.totals");
  }

  /// Neither on the target nor named in a note.
  private List<String> missing(List<String> notes) throws SQLException {
    List<String> there = databases.column(Side.TARGET, EVERYTHING);
    List<String> missing = new ArrayList<>();
    for (String one : databases.column(Side.SOURCE, EVERYTHING)) {
      String name =
          one.replaceAll("^.*? (?=\\S+( on \\S+)?$)", "").replaceAll("[(\\[].*| on .*", "");
      if (!there.contains(one) && notes.stream().noneMatch(note -> note.contains(name))) {
        missing.add(one);
      }
    }
    return missing;
  }

  @Test
  void whatIsThereStaysAsItIsAlsoAfterAnAbort() throws SQLException {
    databases.sql(
        Side.TARGET,
        "GRANT rich_mover TO CURRENT_USER",
        "SET ROLE rich_mover",
        "CREATE SCHEMA app",
        "CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE SEQUENCE app.invoice",
        """
        CREATE TABLE app.orders (id serial PRIMARY KEY, person bigint NOT NULL, total numeric(12,2) NOT NULL,
          paid numeric(12,2), at timestamptz NOT NULL DEFAULT now())\
        """);
    List<String> before = databases.column(Side.TARGET, EVERYTHING);
    doNotForce();
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest("rich_there"), store, directory)) {
      open.migration().run();

      assertThat(open.migration().plan().notes())
          .anyMatch(
              note -> note.equals(CatalogNotes.DIFFERS + "function app.stamp() is another one"))
          .anyMatch(note ->
              note.equals(CatalogNotes.DIFFERS + "row security of table app.orders is missing"));
      assertThat(databases.column(Side.TARGET, EVERYTHING))
          .contains(
              "trigger late on app.orders", "table constraint orders_person_fkey on app.orders");
      open.migration().abort();
    }
    assertThat(databases.column(Side.TARGET, EVERYTHING)).isEqualTo(before);
  }

  @Test
  void sequencesOfNoColumnGoOnBeyondWhatTheOtherSideGave() throws SQLException {
    doNotForce();
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open = LiveMigration.open(manifest("rich_switched"), store, directory)) {
      open.migration().run();
      assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      long given = Long.parseLong(databases.one(Side.TARGET, "SELECT nextval('app.invoice')"));
      assertThat(given).isGreaterThan(4711 + 200);

      assertThat(open.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(Long.parseLong(databases.one(Side.SOURCE, "SELECT nextval('app.invoice')")))
          .isGreaterThan(given);
    }
  }

  private Manifest manifest(String name) {
    return manifest(databases, name);
  }

  static Manifest manifest(TwoDatabases databases, String name) {
    String text = databases.manifestText(name, "tables: [\"app.*\"]\nexclude: [app.outside]\n");
    return ManifestReader.parse(
        "test.yaml",
        text.replace("user: " + Rights.ROLE, "user: rich_mover"),
        Path.of("."));
  }

  private static String resource() throws IOException {
    try (InputStream in = RichSchemaIT.class.getResourceAsStream("rich-schema.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
