package io.crossfade.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole demo from MariaDB, with two defects made at its end: each is found as what it is,
/// once, and nothing else went wrong beside them. How the judge finds others, without a whole demo
/// for each: [io.crossfade.demo.judge.DamageIT].
@Timeout(300)
class MySqlDemoIT {
  @TempDir Path dir;

  @Test
  void aShopLeavesMariaDbGoesBackAndLeavesAgain() {
    Path file = dir.resolve("report.json");
    CommandLine demo = Demo.commandLine();

    int exitCode =
        demo.execute(
            "--from",
            "mariadb",
            "--size",
            "small",
            "--rate",
            "60",
            "--clients",
            "4",
            "--sabotage",
            "lose,fail",
            "--report",
            file.toString());

    JsonNode report = JsonMapper.shared().readTree(file);
    assertThat(report.get("drift").asInt()).as("%s", report).isEqualTo(1);
    assertThat(report.get("lostWrites").asInt()).as("%s", report).isEqualTo(1);
    assertThat(report.get("duplicatedWrites").asInt()).as("%s", report).isZero();
    assertThat(report.get("failedTransactions").asInt()).as("%s", report).isEqualTo(1);
    assertThat(report.get("rowsCopied").asLong()).isGreaterThanOrEqualTo(100_000);
    assertThat(report.get("rowsDumped").asLong()).isGreaterThanOrEqualTo(100_000);
    assertThat(report.get("cutoverPauseMillis").get("held").asInt()).isPositive();
    assertThat(report.get("bypassRefused").asInt()).isPositive();
    assertThat(report.get("drill").get("table").asString()).isEqualTo("shop.products");
    assertThat(report.get("drill").get("side").asString()).isEqualTo("source");
    assertThat(exitCode).isEqualTo(1);
  }
}
