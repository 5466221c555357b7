package io.crossfade.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crossfade.engine.Status;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.FakeControl;
import io.crossfade.server.alerts.Health;
import io.crossfade.server.hosting.KnownStates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What is offered to Prometheus and Grafana, beside what they will find.
class RulesTest {
  private static final Path OPS = Path.of("../ops");
  private static final Pattern NAME = Pattern.compile("\\b(crossfade|jvm)_\\w+");

  @TempDir Path directory;

  @Test
  void everyNumberThatTheyAskForIsThere() throws IOException {
    Set<String> asked = new TreeSet<>();
    expressions(new YAMLMapper().readTree(text("prometheus/rules.yaml")), asked);
    assertThat(asked).as("of the rules").hasSizeGreaterThan(7);
    expressions(new JsonMapper().readTree(text("grafana/crossfade.json")), asked);
    assertThat(asked).as("of both").hasSizeGreaterThan(18);
    Set<String> there = told();
    Measure.CARRIED.forEach(measure -> there.add(measure.name())); // some are not always known
    assertThat(there).containsAll(asked);
  }

  @Test
  void theRulesSayWhatTheyShould() throws Exception {
    Optional<Path> promtool = MetricsTest.promtool();
    assumeThat(promtool).as("promtool is in the path").isPresent();
    Process test =
        new ProcessBuilder(promtool.get().toString(), "test", "rules", "rules.test.yaml")
            .directory(OPS.resolve("prometheus").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(test.waitFor()).as(said).isZero();
  }

  private static String text(String file) throws IOException {
    return Files.readString(OPS.resolve(file));
  }

  /// Every `expr` and every query, however deep.
  private static void expressions(JsonNode node, Set<String> names) {
    for (JsonNode expression : node.findValues("expr")) {
      names(expression, names);
    }
    for (JsonNode query : node.findValues("definition")) {
      names(query, names);
    }
  }

  private static void names(JsonNode expression, Set<String> names) {
    NAME.matcher(expression.asString()).results().map(MatchResult::group).forEach(names::add);
  }

  private Set<String> told() {
    FakeMigrations migrations = new FakeMigrations();
    Status status = new FakeControl("shop").status();
    migrations.statuses.put(
        "shop", status.stoppedFor(new CrossfadeException(ErrorCode.DRIFT_FOUND, "it differs")));
    try (Store store = Store.open(directory, InstantSource.system());
        Metrics metrics = new Metrics(migrations, new KnownStates(store.events()))) {
      metrics.add(new ChannelMetrics(() -> List.of(new Health.View("chat", 1, 0, 0, null, null))));
      metrics.answered("GET", "/livez", 200, Duration.ofMillis(1));
      return new TreeSet<>(new Exposition(metrics.scrape("text/plain")).names());
    }
  }
}
