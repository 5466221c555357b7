package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.TwoDatabases;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is sent to a stranger holds no password, no token, and nothing of any row.
@Timeout(180)
class SupportBundleIT {
  private static final String ROW = "ZEBRA";
  private static final String PASSWORD = "topsecret-4711";

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void nothingOfARowAndNoSecretIsInIt() throws Exception {
    makeShop();
    try (KilledRun run = new KilledRun(directory, "bundled")) {
      run.start();
      run.awaitReady();
      databases.spoil(
          Side.TARGET, "bundled", "UPDATE notes SET name = 'ZEBRA-wrong' WHERE id = 'ZEBRA-7'");
      assertThat(run.answer(control -> control.verify(false)).clean()).isFalse();
      assertThat(run.answer(control -> control.verify(true)).clean()).isTrue();
      refuseOneRowInItsOwnWords(run);

      String token =
          ProcessGuard.endpoint(directory.resolve(".crossfade/bundled"))
              .orElseThrow()
              .token()
              .reveal();
      Map<String, String> withProcess = bundle("with.zip");
      assertThat(withProcess.get("threads.txt")).contains("crossfade-forward");
      assertThat(withProcess.get("servers.txt")).contains("wal_level: logical");
      assertThat(withProcess.get("README.txt")).doesNotContain("MISSING");
      assertClean(withProcess, token);

      // otherwise this would show nothing
      assertThat(report()).contains("key ZEBRA-7 is CHANGED");
      run.kill();
    }
    Map<String, String> without = bundle("without.zip");
    assertThat(without.get("README.txt")).contains("threads.txt  MISSING: no process");
    assertThat(without.get("servers.txt")).contains("wal_level: logical");
    assertThat(without).containsKeys("plan.json", "status.json", "versions.txt", "files.txt");
    assertClean(without, PASSWORD);
  }

  private void assertClean(Map<String, String> parts, String token) {
    assertThat(parts.get("events.jsonl")).contains("RowDiffers", "\"#");
    assertThat(parts.get("report.md")).containsPattern("key #[0-9a-f]{12} is CHANGED");
    assertThat(parts.get("manifest.yaml")).contains("migration: bundled", "password:");
    assertThat(parts.get("log/crossfade.log")).contains("RowDiffers", "key=#");
    assertThat(parts)
        .allSatisfy((name, text) ->
            assertThat(text).as(name).doesNotContain(ROW, "zebra", PASSWORD, token));
  }

  /// The stream stops over it, and tells why.
  private void refuseOneRowInItsOwnWords(KilledRun run) throws Exception {
    databases.sql(
        Side.TARGET,
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'no % here', NEW.name; END $$\
        """,
        "CREATE TRIGGER refuse BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION refuse()",
        "ALTER TABLE notes ENABLE ALWAYS TRIGGER refuse");
    databases.sql(Side.SOURCE, "INSERT INTO notes VALUES ('ZEBRA-new', 'ZEBRA-name')");
    run.await("told that a row is refused", () -> run.log().contains("no ZEBRA-name here"));
  }

  private void makeShop() throws Exception {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE notes (id text PRIMARY KEY, name text NOT NULL)",
        "INSERT INTO notes SELECT 'ZEBRA-' || n, 'ZEBRA name ' || n FROM generate_series(1, 100) n",
        "ANALYZE");
    Files.writeString(directory.resolve("password"), PASSWORD);
    String manifest =
        databases
            .manifestText("bundled", "tables: [\"public.*\"]\nreads: [100]")
            .replace("user: ", "password: {file: password}, user: ");
    Files.writeString(directory.resolve("shop.yaml"), manifest);
  }

  private String report() throws Exception {
    return ends("report", "shop.yaml");
  }

  private Map<String, String> bundle(String name) throws Exception {
    String said = ends("support-bundle", "shop.yaml", "--out", name);
    assertThat(said).contains("Written: " + name);
    return unzipped(directory.resolve(name));
  }

  private String ends(String... command) throws Exception {
    try (CrossfadeProcess process = CrossfadeProcess.start(directory, command)) {
      assertThat(process.exitCode()).as("%s", process.err()).isZero();
      return process.out();
    }
  }

  private static Map<String, String> unzipped(Path file) throws IOException {
    Map<String, String> parts = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return parts;
  }
}
