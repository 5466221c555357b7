package io.crossfade.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole demo, as `./crossfade demo` runs it. Its exit code is the assertion.
class DemoIT {
  @TempDir Path dir;

  @Test
  void aShopInUseMovesAndGoesBackAndMovesAgain() {
    JsonNode report = report(0);

    assertThat(report.get("ok").asBoolean()).as("%s", report).isTrue();
    assertThat(report.get("rowsCopied").asLong()).isGreaterThanOrEqualTo(100_000);
    assertThat(report.get("rowsDumped").asLong()).isGreaterThanOrEqualTo(100_000);
    assertThat(report.get("cutoverPauseMillis").get("held").asInt()).isPositive();
    assertThat(report.get("bypassRefused").asInt()).isPositive();
    JsonNode drill = report.get("drill");
    assertThat(drill.get("table").asString()).isEqualTo("public.products");
    assertThat(drill.get("key").asString()).isEqualTo("7");
    assertThat(drill.get("columns").valueStream().map(JsonNode::asString)).containsExactly("name");
    assertThat(drill.get("side").asString()).isEqualTo("source");
    assertThat(drill.get("seconds").asDouble()).isBetween(0.0, 5.0);
  }

  /// Its target dies on the way, and the old side follows without a log. Half as fast as a demo is
  /// by default: other tests run beside it.
  @Test
  void aShopThatWritesBothSidesItselfMovesTheSameWay() {
    JsonNode report = report(0, "--strategy", "dual-write", "--rate", "50");

    assertThat(report.get("ok").asBoolean()).as("%s", report).isTrue();
    assertThat(report.get("rowsCopied").asLong()).isGreaterThanOrEqualTo(100_000);
    assertThat(report.get("rowsDumped").asLong()).isGreaterThanOrEqualTo(100_000);
    assertThat(report.get("cutoverPauseMillis").get("held").asInt()).isPositive();
  }

  /// Its application has a plain driver and knows nothing.
  @Test
  void aShopThatComesThroughTheGatewayMovesTheSameWay() {
    JsonNode report = report(0, "--gateway", "--rate", "100");

    assertThat(report.get("ok").asBoolean()).as("%s", report).isTrue();
    assertThat(report.get("failedTransactions").asInt()).isZero();
    assertThat(report.get("rowsDumped").asLong()).isGreaterThanOrEqualTo(100_000);
    assertThat(report.get("bypassRefused").asInt()).isPositive();
  }

  private JsonNode report(int exitCode, String... more) {
    Path file = dir.resolve("report.json");
    CommandLine demo = Demo.commandLine();
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--size", "small", "--report", file.toString()));
    assertThat(demo.execute(arguments.toArray(String[]::new))).as("exit code").isEqualTo(exitCode);
    return JsonMapper.shared().readTree(file);
  }
}
