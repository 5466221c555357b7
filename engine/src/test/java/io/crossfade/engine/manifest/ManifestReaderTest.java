package io.crossfade.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.crossfade.engine.StepName;
import io.crossfade.engine.calendar.Calendar;
import io.crossfade.engine.calendar.Freeze;
import io.crossfade.engine.calendar.Window;
import io.crossfade.engine.manifest.ColumnRule.WayBack;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Equality;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Readers;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.transfer.mapping.Condition;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestReaderTest {

  /// Each bad manifest says itself, in comments, which messages it must lead to: all of them, and
  /// no others.
  @ParameterizedTest
  @MethodSource("bad")
  void saysEverythingThatIsWrong(Path file) throws IOException {
    String name = file.getFileName().toString();
    List<String> expected =
        Files.readAllLines(file).stream()
            .filter(l -> l.startsWith("#= "))
            .map(l -> name + ":" + l.substring(3))
            .toList();
    CrossfadeException refused =
        catchThrowableOfType(
            CrossfadeException.class,
            () -> ManifestReader.parse(name, Files.readString(file), file.resolveSibling("")));
    assertThat(refused.code()).isEqualTo(ErrorCode.MANIFEST_INVALID);
    assertThat(Objects.requireNonNull(refused.getMessage()).lines())
        .containsExactlyElementsOf(expected);
    assertThat(refused.getMessage()).doesNotContain("hunter2").doesNotContain("12345");
  }

  static Stream<Path> bad() throws IOException {
    return scenarios("bad");
  }

  static Stream<Path> scenarios(String kind) throws IOException {
    try {
      Path directory =
          Path.of(Objects.requireNonNull(ManifestReaderTest.class.getResource(kind)).toURI());
      try (Stream<Path> files = Files.list(directory)) {
        return files.sorted().toList().stream();
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Path good(String name) throws IOException {
    return scenarios("good").filter(f -> f.endsWith(name)).findFirst().orElseThrow();
  }

  @Test
  void tenLinesAreEnough() throws IOException {
    Manifest manifest = ManifestReader.read(good("ten-lines.yaml"));
    assertThat(Files.readAllLines(good("ten-lines.yaml"))).hasSize(10);
    assertThat(manifest.migration()).isEqualTo("shop");
    assertThat(manifest.source())
        .isEqualTo(
            new DatabaseReference(
                "jdbc:postgresql://localhost:5432/shop",
                "crossfade",
                new SecretReference.Env("SOURCE_PASSWORD")));
    assertThat(manifest.scope().tables())
        .extracting(TablePattern::text)
        .containsExactly("public.*");
    assertThat(manifest.copy()).isEqualTo(CopySettings.DEFAULT);
    assertThat(manifest.throttle()).isEqualTo(ThrottleSettings.DEFAULT);
    assertThat(manifest.course()).isEqualTo(Course.DEFAULT);
    assertThat(manifest.readers()).isEqualTo(Readers.NONE);
  }

  @Test
  void readsARolloutStepByStep() {
    String manifest =
        """
        migration: shop
        source: {url: "jdbc:postgresql://a/shop", user: crossfade}
        target: {url: "jdbc:postgresql://b/shop", user: crossfade}
        tables: ["public.*"]
        gates: {errors: {metric: error-rate, successCondition: result < 0.01, on: [reads]}}
        rollout:
          - setShadow: 5
          - analysis: 2m
          - setReads: 10
          - pause: 90s
          - setShadow: 0
          - pause
          - setReads: 100
        """;
    Rollout rollout = ManifestReader.parse("m", manifest, Path.of("")).course().rollout();
    assertThat(rollout)
        .hasToString(
            "setShadow: 5, analysis: 2m, setReads: 10, pause: 90s, setShadow: 0, pause, setReads: 100");
    assertThat(rollout.readsAfter(1)).isZero();
    assertThat(rollout.readsAfter(5)).isEqualTo(10);
    assertThat(rollout.shadowAfter(3)).isEqualTo(5);
    assertThat(rollout.shadowAfter(6)).isZero();
  }

  @Test
  void readsEverythingElse() throws IOException {
    Path file = good("full.yaml");
    Manifest manifest = ManifestReader.read(file);
    assertThat(manifest.target().password())
        .isEqualTo(new SecretReference.File(file.resolveSibling("secrets/target-password")));
    assertThat(manifest.scope().exclude())
        .extracting(TablePattern::text)
        .containsExactly("public.tmp_*");
    assertThat(manifest.copy()).isEqualTo(new CopySettings(4, 20_000, 5_000L));
    assertThat(manifest.throttle())
        .isEqualTo(
            new ThrottleSettings(
                9_000L, Duration.ofMillis(50), null, 40L, Duration.ofSeconds(10), 20L << 30));
    assertThat(manifest.readers())
        .isEqualTo(
            new Readers(
                Set.of("anna@example.org", "b, c"),
                Set.of("big-customer"),
                Map.of("tester-1", Side.TARGET, "42", Side.SOURCE)))
        .asString()
        .doesNotContain("anna", "customer", "42");
    assertThat(manifest.course())
        .isEqualTo(
            new Course(
                "cdc",
                Rollout.of(List.of(5, 50), Duration.ofMinutes(2)),
                new CutoverSettings(
                    CutoverSettings.Mode.AUTOMATIC,
                    Duration.ofMillis(1500),
                    Duration.ofMillis(100),
                    true,
                    Duration.ofHours(1)),
                ReverseMode.SYNCHRONOUS,
                new Calendar(
                    ZoneId.of("Europe/Berlin"),
                    List.of(
                        new Window(
                            Set.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY),
                            LocalTime.of(22, 0),
                            LocalTime.of(4, 0)),
                        new Window(Window.EVERY_DAY, LocalTime.of(12, 30), LocalTime.MIDNIGHT)),
                    List.of(
                        new Freeze(
                            LocalDateTime.of(2026, 12, 20, 0, 0),
                            LocalDateTime.of(2027, 1, 7, 0, 0),
                            "Christmas business"),
                        new Freeze(
                            LocalDateTime.of(2027, 3, 1, 18, 0),
                            LocalDateTime.of(2027, 3, 2, 8, 30),
                            ""),
                        new Freeze(LocalDateTime.of(2030, 1, 1, 0, 0), null, "")),
                    Set.of(StepName.CUTOVER, StepName.SHIFT_READS)),
                List.of(
                    new GateRule(
                        "checkout",
                        new Metric.Prometheus(
                            "https://prometheus:9090/base",
                            "sum(rate(errors_total[1m]))",
                            new SecretReference.File(file.resolveSibling("secrets/prometheus")),
                            Duration.ofSeconds(2)),
                        new GateRule.Limits(Duration.ofSeconds(10), 5, 1, 2, 3),
                        Condition.of("result <= baseline * 1.1"),
                        Condition.of("result > 0.5"),
                        Set.of(
                            GateRule.Moment.SHIFT_READS,
                            GateRule.Moment.READS,
                            GateRule.Moment.BAKE),
                        GateRule.Reaction.PAUSE),
                    new GateRule(
                        "lag",
                        Metric.Own.LAG_MS,
                        GateRule.Limits.DEFAULT,
                        Condition.of("result < 900"),
                        null,
                        Set.of(GateRule.Moment.CUTOVER, GateRule.Moment.BAKE),
                        GateRule.Reaction.ROLLBACK)),
                List.of(
                    new ApprovalRule(StepName.SHIFT_READS, 1, List.of(), Duration.ofHours(24)),
                    new ApprovalRule(
                        StepName.CUTOVER,
                        2,
                        List.of("anna", "bert", "carla"),
                        Duration.ofHours(8)))));
  }

  @Test
  void keepsTheRulesOfATableWithTheirPlaces() throws IOException {
    TableRule rule = ManifestReader.read(good("full.yaml")).scope().rules().getFirst();
    String file = good("full.yaml").toString();
    assertThat(rule.table()).isEqualTo(new TableName("public", "customers"));
    assertThat(rule.to()).isEqualTo(new TableName("shop", "clients"));
    assertThat(rule.at()).hasToString(file + ":15:3");
    assertThat(rule.columns())
        .containsExactly(
            new ColumnRule.Kept(
                "email", "mail", null, Equality.EXACT, false, new Place(file, 18, 7)),
            new ColumnRule.Kept(
                "created", null, "timestamptz", Equality.EXACT, false, new Place(file, 19, 7)),
            new ColumnRule.Dropped(
                "vat",
                new WayBack.WhenMissing("0.00", new Place(file, 20, 38)),
                new Place(file, 20, 7)),
            new ColumnRule.Dropped(
                "initials",
                new WayBack.Inverse("full_name.substring(0, 1)", new Place(file, 23, 18)),
                new Place(file, 21, 7)),
            new ColumnRule.Dropped("nickname", new WayBack.Unsaid(), new Place(file, 24, 7)));
    assertThat(rule.added())
        .containsExactly(
            new AddedColumn.Computed(
                "full_name", "text", true, "first_name + ' ' + last_name", new Place(file, 28, 21)),
            new AddedColumn.Constant("origin", "text", false, false, "crossfade", new Place(file, 29, 38)),
            new AddedColumn.Constant("checked", "boolean", true, false, "false", new Place(file, 30, 42)),
            new AddedColumn.Constant("comment", "text", true, false, null, new Place(file, 31, 39)));
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThatThrownBy(() -> ManifestReader.read(Path.of("nowhere.yaml")))
        .isInstanceOf(CrossfadeException.class)
        .hasMessage("nowhere.yaml: there is no such file; check the path");
  }
}
