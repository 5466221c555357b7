package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.engine.NextStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that only look: init, check, plan.
class LookingCommandsTest {
  @TempDir Path parent;

  private final FakeEngine engine = new FakeEngine();
  private final Commands commands = new Commands(engine);
  private String directory;

  @BeforeEach
  void name() {
    directory = parent.resolve("state").toString();
  }

  @Test
  void aPlanWithProblemsFails() {
    assertThat(commands.run("plan", "shop.yaml", "--state-dir", directory).out())
        .contains(
            "backfill",
            "public.orders",
            "about 5 rows, 40.0 MB: about 3 s at 20.0 MB a second",
            "note: not carried: view v of public.orders: make it there",
            "Nothing stands in the way");
    assertThat(commands.run("plan", "shop.yaml", "--ddl").out())
        .isEqualTo("CREATE TABLE orders ();" + System.lineSeparator());
    engine.findings = List.of(Finding.stops(new Problem("no rights", "source", "GRANT them")));
    Commands.Ran plan = commands.run("plan", "shop.yaml", "--state-dir", directory);
    assertThat(plan.exitCode()).isEqualTo(1);
    assertThat(plan.out()).contains("problem: source: no rights; GRANT them");
  }

  @Test
  void aCheckSaysTheWorstFirstAndWhatIsAlikeTogether() {
    engine.findings =
        List.of(
            Finding.stops(new Problem("no key", "public.a", "ADD PRIMARY KEY")),
            Finding.stops(new Problem("no key", "public.b", "ADD PRIMARY KEY")),
            Finding.warns("slow", "the disk", "another disk"));
    Commands.Ran check = commands.run("check", "shop.yaml", "--state-dir", directory);
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out().lines())
        .containsExactly(
            "STOPS  public.a, public.b",
            "       no key",
            "       -> ADD PRIMARY KEY",
            "warns  the disk",
            "       slow",
            "       -> another disk",
            "note   not carried: view v of public.orders: make it there",
            "2 things would stop the migration shop.",
            "  crossfade check shop.yaml   once that is mended");

    engine.findings = engine.findings.subList(2, 3);
    check = commands.run("check", "shop.yaml", "--state-dir", directory, "-o", "json");
    assertThat(check.exitCode()).isZero();
    assertThat(check.answer().nextSteps())
        .extracting(NextStep::command)
        .containsExactly("plan shop.yaml", "run shop.yaml");
    assertThat(check.out()).contains("\"severity\" : \"WARNS\"", "\"mend\" : \"another disk\"");
  }

  @Test
  void aFirstManifestIsWrittenAndNothingOverwritten() throws Exception {
    Path file = parent.resolve("shop.yaml");
    engine.environment = Map.of("SOURCE_PASSWORD", "hunter2");
    String source = "postgresql://ann@old/shop";
    String target = "jdbc:postgresql://new:5433/shop?user=bob&sslmode=require";
    Commands.Ran init = commands.run("init", source, target, "--out", file.toString());
    assertThat(init.exitCode()).isZero();
    assertThat(init.out())
        .contains("Tables in scope: 2", "public.log", "Hints: 1", "crossfade check");
    assertThat(init.err()).contains("TARGET_PASSWORD is not set");
    assertThat(engine.asked)
        .contains("jdbc:postgresql://old/shop", "ann", "SOURCE_PASSWORD", "bob")
        .contains("jdbc:postgresql://new:5433/shop?sslmode=require", "password=null");
    assertThat(file).hasContent("migration: shop");

    Files.writeString(file, "mine");
    Commands.Ran again = commands.run("init", source, target, "--out", file.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("is there already", "--force");
    assertThat(file).hasContent("mine");
    init = commands.run("init", source, target, "--out", file.toString(), "--force", "-o", "json");
    assertThat(init.out()).contains("\"tables\" : 2", "\"excluded\"").doesNotContain("hunter2");
    assertThat(file).hasContent("migration: shop");
  }

  @Test
  void aPasswordInAUrlIsRefusedAndShownNowhere() {
    Path file = parent.resolve("shop.yaml");
    for (String url :
        List.of(
            "postgresql://ann:hunter2@old/shop", "jdbc:postgresql://old/shop?password=hunter2")) {
      Commands.Ran init =
          commands.run(
              "init", url, "postgresql://b@new/shop", "--out", file.toString(), "-o", "json");
      assertThat(init.exitCode()).isEqualTo(1);
      assertThat(init.out() + init.err()).contains("holds a password").doesNotContain("hunter2");
    }
    assertThat(commands.run("init", "postgresql://old/shop", "postgresql://b@new/shop").exitCode())
        .isEqualTo(2);
    assertThat(file).doesNotExist();
    assertThat(engine.asked).isEmpty();
  }
}
