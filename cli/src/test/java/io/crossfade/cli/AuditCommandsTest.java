package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import io.crossfade.engine.audit.AuditHead;
import io.crossfade.engine.store.AuditHeads;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A migration is run and asked, and then somebody changes the store.
@Timeout(60)
class AuditCommandsTest {
  /// run, pause, cutover, abort: two each
  private static final int ENTRIES = 8;

  @TempDir Path parent;

  private final FakeEngine engine = new FakeEngine();
  private final Commands commands = new Commands(engine);
  private Path directory;

  @BeforeEach
  void run() throws Exception {
    directory = parent.resolve("state");
    CompletableFuture<Commands.Ran> run = StartedRun.of(commands, directory);
    audit("pause", "--reason", "backup & co");
    engine.refuses(new CrossfadeException(ErrorCode.GATE_REFUSED, "because"));
    audit("cutover");
    engine.refusal = null;
    assertThat(audit("audit", "verify").out()).contains("up to entry 5.");
    audit("abort");
    run.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whoAskedForWhatIsShownAndIsAsItWasWritten() {
    String us = System.getProperty("user.name") + "@";
    List<String> lines = audit("audit", "show").out().lines().toList();
    assertThat(lines).hasSize(ENTRIES).allMatch(line -> line.contains(us));
    assertThat(lines.getFirst()).contains("shop  run: asked", "process=", "lease=1");
    assertThat(lines.get(1)).contains("pause: asked  reason=\"backup & co\"");
    assertThat(lines.get(2)).contains("pause: done (asked in 2)");
    assertThat(lines.get(4)).contains("cutover: GATE_REFUSED (asked in 4)  status=409");
    assertThat(lines.getLast()).contains("run: ended (asked in 1)");
    assertThat(audit("audit", "show", "--last", "2").out().lines()).isEqualTo(lines.subList(6, 8));
    assertThat(audit("audit", "show", "--last", "0").exitCode()).isEqualTo(2);
    assertThat(audit("audit", "show", "-o", "json").answer().command()).isEqualTo("audit show");

    Commands.Ran verify = audit("audit", "verify");
    assertThat(verify.exitCode()).as(verify.out()).isZero();
    assertThat(verify.out()).contains("up to entry 8", "were compared: 8");
    Answer json = audit("audit", "verify", "-o", "json").answer();
    assertThat(json.command()).isEqualTo("audit verify");
    assertThat(json.result())
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("heads", ENTRIES)
        .containsEntry("flaw", null);
  }

  @Test
  void headsAreNotedInAFileOfTheirOwner() throws Exception {
    Path file = AuditHeads.file(directory);
    assertThat(Files.readAllLines(file))
        .hasSize(ENTRIES)
        .allMatch(l -> l.matches("\\d [0-9a-f]{64}"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void anEntryThatWasChangedRemovedOrExchangedIsNamed() throws Exception {
    Map<String, String> changes =
        Map.of(
            "update audit set who = 'eve@desk' where number = 3", "CHANGED",
            "delete from audit where number = 3", "MISSING",
            "update audit set number = 10 - number where number in (3, 7)", "MISPLACED");
    byte[] whole = Files.readAllBytes(directory.resolve("store.mv.db"));
    for (var change : changes.entrySet()) {
      Files.write(directory.resolve("store.mv.db"), whole);
      sql(change.getKey());
      Commands.Ran verify = audit("audit", "verify");
      assertThat(verify.exitCode()).as(change.getKey()).isEqualTo(1);
      assertThat(verify.out()).contains("NOT as it was written: entry 3", change.getValue());
      Answer json = audit("audit", "verify", "-o", "json").answer();
      assertThat(json.exitCode()).isEqualTo(1);
      assertThat(json.result().toString()).contains("kind=" + change.getValue(), "number=3");
    }
  }

  @Test
  void anEndThatWasCutOffIsSeenAndWithTheHeadInTheStoreByThoseOutsideAlone() throws Exception {
    List<AuditHead> heads = AuditHeads.read(AuditHeads.file(directory));
    Path noted = directory.resolve("audit.heads");
    Path kept = parent.resolve("kept.log");
    Files.move(noted, kept);
    sql("delete from audit where number > 6");
    assertThat(audit("audit", "verify").out())
        .as("by the head in the store")
        .contains("NOT", "entry 8 was written", "CUT");
    sql("update audit_head set number = 6, hash = '%s'".formatted(heads.get(5).hash()));
    Files.move(kept, noted);
    assertThat(audit("audit", "verify").out())
        .as("by those beside it")
        .contains("NOT", "entry 8 was written", "CUT");

    Files.delete(noted);
    Files.writeString(kept, "21:00 INFO x audit head " + heads.get(7) + "\n\u00ff\n");
    Commands.Ran blind = audit("audit", "verify");
    assertThat(blind.exitCode()).isZero();
    assertThat(blind.out()).contains("up to entry 6", "No head from outside was compared");
    assertThat(audit("audit", "verify", "--heads", kept.toString()).exitCode()).isEqualTo(1);
    String given = heads.get(6).number() + ":" + heads.get(6).hash();
    assertThat(audit("audit", "verify", "--head", given).exitCode()).isEqualTo(1);
    given = heads.get(3).number() + ":" + heads.get(3).hash();
    assertThat(audit("audit", "verify", "--head", given).exitCode()).isZero();
  }

  @Test
  void anEntryThatWasNotAppendedByUsIsSeen() throws Exception {
    AuditHead head = AuditHeads.read(AuditHeads.file(directory)).get(5);
    sql("update audit_head set number = 6, hash = '%s'".formatted(head.hash()));
    assertThat(audit("audit", "verify").out()).contains("NOT", "entry 8 is there", "ADDED");
    sql("delete from audit_head");
    assertThat(audit("audit", "verify").err()).contains("audit_head has no row");
  }

  @Test
  void whatACommandDoesByItselfIsRecordedToo() {
    assertThat(commands.run("repair", "shop.yaml", "--state-dir", directory.toString()).exitCode())
        .isZero();
    assertThat(audit("audit", "show").out().lines().skip(ENTRIES))
        .hasSize(4)
        .anyMatch(line -> line.contains("shop  repair: asked"))
        .anyMatch(line -> line.contains("shop  repair: done (asked in 10)"));
  }

  /// Else whoever damages the audit keeps everybody from going back.
  @Test
  void aDamagedAuditKeepsNobodyFromCarryingOn() throws Exception {
    sql("delete from audit_head");
    assertThat(commands.run("run", "shop.yaml", "--state-dir", directory.toString()).exitCode())
        .isEqualTo(ExitCode.ROLLED_BACK.number());
    // as docs/audit.md says
    sql(
        "insert into audit_head select 1, number, hash from audit where number = (select max(number) from audit)");
    assertThat(audit("audit", "verify").exitCode()).isZero();
  }

  /// Read by the library of those who made the format.
  @Test
  void theExportIsCloudEvents() {
    List<CloudEvent> events = new ArrayList<>();
    Commands.Ran export = audit("audit", "export");
    export
        .out()
        .lines()
        .forEach(line ->
            events.add(new JsonFormat().deserialize(line.getBytes(StandardCharsets.UTF_8))));
    assertThat(events).hasSize(ENTRIES);
    assertThat(events).extracting(CloudEvent::getId).doesNotHaveDuplicates();
    assertThat(events)
        .allSatisfy(event -> {
          assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
          assertThat(event.getType()).isEqualTo("io.crossfade.audit.entry");
          assertThat(event.getSource()).hasToString("/crossfade/audit");
          assertThat(event.getSubject()).isEqualTo("shop");
          assertThat(event.getTime()).isNotNull();
          assertThat(event.getDataContentType()).isEqualTo("application/json");
        });
    assertThat(
            new String(
                Objects.requireNonNull(events.get(1).getData()).toBytes(), StandardCharsets.UTF_8))
        .contains("\"number\":2", "\"what\":\"pause\"", "\"previous\":", "backup & co");
    assertThat(audit("audit", "export", "--after", "6").out().lines())
        .isEqualTo(export.out().lines().skip(6).toList());
  }

  @Test
  void mistakesAreUsageErrors() {
    for (String[] wrong :
        new String[][] {{"audit"}, {"audit", "nonsense"}, {"audit", "verify", "--head", "7"}}) {
      assertThat(commands.run(wrong).exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
    }
    Commands.Ran nothing = audit("audit", "verify", "--heads", parent.resolve("x").toString());
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(nothing.err()).contains("cannot read the heads");
    Commands.Ran none =
        audit("audit", "verify", "-o", "json", "--heads", directory.resolve("lock").toString());
    assertThat(none.err()).contains("holds a head of the audit");
    assertThat(none.answer().command()).isEqualTo("audit verify");
  }

  private Commands.Ran audit(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--state-dir", directory.toString()));
    return commands.run(all.toArray(String[]::new));
  }

  /// As somebody who has the store's file.
  private void sql(String statement) throws Exception {
    String url =
        "jdbc:h2:file:"
            + directory.toAbsolutePath().resolve("store")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;IFEXISTS=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "crossfade", "");
        Statement change = connection.createStatement()) {
      assertThat(change.executeUpdate(statement)).isPositive();
    }
  }
}
