package io.crossfade.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoTest {
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"--rate", "--clients", "--repeat"})
  void aRunOfNothingIsRefusedBeforeAnythingStarts(String option) {
    assertThat(demo().execute(option, "0")).isEqualTo(2);
    assertThat(err.toString()).contains(option + " has to be 1 or more, not 0");
  }

  @Test
  void anUnknownSizeIsAnsweredWithThoseThatThereAre() {
    assertThat(demo().execute("--size", "huge")).isEqualTo(2);
    assertThat(err.toString()).contains("small").contains("medium").contains("large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--strategy=dual-write", "--gateway", "--data=foodmart"})
  void whatAsksForPostgreSqlIsRefusedForAnotherEngine(String option) {
    assertThat(demo().execute("--from", "mariadb", option)).isEqualTo(2);
    assertThat(err.toString()).contains("--from mariadb moves the shop");
  }

  private CommandLine demo() {
    return Demo.commandLine().setErr(new PrintWriter(err, true));
  }
}
