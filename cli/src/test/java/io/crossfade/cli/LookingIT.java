package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `init`, `check` and `plan` on real servers, as a role that may only read.
class LookingIT {
  private static final int TRIES = 5;

  private final TwoDatabases databases = new TwoDatabases();
  private final Commands commands = new Commands(new InProcessEngine());

  @TempDir Path directory;

  @BeforeEach
  void make() throws SQLException {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(10,2), note text, UNIQUE (note))",
        "INSERT INTO orders SELECT n, n, n::text FROM generate_series(1, 3000) n",
        "CREATE TABLE \"Odd \"\"Name\" (id int PRIMARY KEY, o bigint REFERENCES orders)",
        "CREATE TABLE log (line text)",
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.customers (id int PRIMARY KEY, name varchar(10))",
        "CREATE SCHEMA keyless",
        "CREATE TABLE keyless.events (at timestamptz)",
        "ANALYZE");
    databases.sql(
        Side.TARGET,
        "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(12,2), notes text)",
        "CREATE TABLE customer (id int PRIMARY KEY)");
    for (Side side : Side.values()) {
      databases.sql(
          side,
          "DO $$ BEGIN CREATE ROLE looker LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
          "GRANT pg_read_all_data TO looker");
    }
  }

  @Test
  void aFirstManifestSaysWhatMovesWhatDoesNotAndIsTakenAtOnce() throws Exception {
    Commands.Ran init = init("postgres");
    assertThat(init.exitCode()).as(init.err()).isZero();
    assertThat(init.out())
        .contains("Tables in scope: 3", "Left out: 2", "public.log", "keyless.events");

    List<String> manifest = Files.readAllLines(file());
    assertThat(manifest)
        .contains(
            "  - \"public.*\"   # tables: 2", "  - \"sales.*\"   # tables: 1", "  - \"public.log\"")
        .contains("      \"total\": {cast: \"numeric(12,2)\"}   # numeric(10,2) on the source")
        .anyMatch(line -> line.startsWith("  # it has no primary key; "))
        .anyMatch(line -> line.startsWith("# not moved: keyless.events: it has no primary key"))
        .anyMatch(
            line -> line.contains("sales.customers is not on the target, but public.customer is"))
        .anyMatch(line ->
            line.contains("column note of public.orders is not on the target, which has notes"));

    Commands.Ran check = look("check");
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out()).contains("STOPS  public.orders", "it has no column note");
    databases.sql(Side.TARGET, "DROP TABLE orders");
    Files.writeString(
        file(), Files.readString(file()).replaceFirst("(?s)\nmapping:\n.*?\n\n", "\n\n"));
    assertThat(look("check").exitCode()).isZero();
    Commands.Ran plan = look("plan");
    assertThat(plan.exitCode()).as(plan.out()).isZero();
    assertThat(plan.out())
        .contains("source: makes the schema crossfade, and the replication slot")
        .contains("public.orders: about 3,000 rows, ")
        .contains("(indexes: 1, constraints: 1)")
        .contains("Up to the cutover about ");
  }

  /// Whoever runs the statements has what `prepare` and `finish` would have made.
  @Test
  void theDdlCanBeRunByHand() throws Exception {
    init("postgres");
    databases.sql(Side.TARGET, "DROP TABLE orders");
    Files.writeString(
        file(), Files.readString(file()).replaceFirst("(?s)\nmapping:\n.*?\n\n", "\n\n"));
    String ddl = look("plan", "--ddl").out();

    databases.sql(Side.TARGET, ddl);

    String constraints =
        "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
            + " WHERE contype IN ('p', 'u', 'f') AND connamespace::regnamespace::text IN ('public', 'sales')"
            + " AND conrelid::regclass::text <> 'customer' ORDER BY 1";
    assertThat(databases.column(Side.TARGET, constraints))
        .hasSize(5)
        .isEqualTo(databases.column(Side.SOURCE, constraints));
  }

  /// Nothing is changed by looking: not in the catalogs, not a transaction's number, not a file.
  @Test
  void aReaderMayLookAndNothingIsChanged() throws Exception {
    List<String> catalogs = catalogs();
    assertThat(init("looker").exitCode()).isZero();
    List<String> files = files();

    Commands.Ran check = look("check");
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out())
        .contains("GRANT shop_owner TO looker", "ALTER ROLE looker REPLICATION")
        .contains("GRANT SET ON PARAMETER session_replication_role TO looker");
    assertThat(look("plan").exitCode()).isEqualTo(1);
    assertThat(look("plan", "--ddl").exitCode()).isZero();

    assertThat(catalogs()).isEqualTo(catalogs);
    assertThat(files()).isEqualTo(files);
    writesNoLog("check");
    writesNoLog("plan");
  }

  /// The server's own housekeeping may take a number now and then; a command of ours never does.
  private void writesNoLog(String command) throws SQLException {
    for (int tries = 1; ; tries++) {
      List<String> before = numbers();
      look(command);
      if (numbers().equals(before)) {
        return;
      }
      assertThat(tries).as(command + " begins transactions that write").isLessThan(TRIES);
    }
  }

  private List<String> numbers() throws SQLException {
    List<String> numbers = new ArrayList<>();
    for (Side side : Side.values()) {
      numbers.add(databases.one(side, "SELECT pg_snapshot_xmax(pg_current_snapshot())"));
    }
    return numbers;
  }

  private List<String> catalogs() throws SQLException {
    List<String> all = new ArrayList<>();
    for (Side side : Side.values()) {
      for (String catalog :
          List.of(
              "pg_class",
              "pg_namespace",
              "pg_proc",
              "pg_trigger",
              "pg_authid",
              "pg_publication",
              "pg_publication_rel",
              "pg_replication_slots")) {
        all.addAll(
            databases.column(
                side,
                "SELECT md5(string_agg(c::text, ' ' ORDER BY c::text)) FROM %s c"
                    .formatted(catalog)));
      }
    }
    return all;
  }

  private List<String> files() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted().toList()) {
        all.add(file + (Files.isRegularFile(file) ? Files.readString(file) : ""));
      }
    }
    return all;
  }

  private Commands.Ran init(String user) {
    return commands.run(
        "init",
        url(Side.SOURCE, user),
        url(Side.TARGET, user),
        "--name",
        "looked",
        "--out",
        file().toString());
  }

  private String url(Side side, String user) {
    return databases.url(side).replaceFirst("^jdbc:", "").replace("user=postgres", "user=" + user);
  }

  private Commands.Ran look(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, file().toString()));
    words.addAll(List.of(more));
    if (!words.contains("--ddl")) {
      words.addAll(List.of("--state-dir", directory.resolve("state").toString()));
    }
    return commands.run(words.toArray(String[]::new));
  }

  private Path file() {
    return directory.resolve("looked.yaml");
  }
}
