package io.crossfade.adapters.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "  server a 1:2|  server a 1:2 disabled",
        "\tserver a 1:2 check  # disabled|\tserver a 1:2 check disabled  # disabled",
        "server a 1:2 maxconn 5 id 3 |server a 1:2 maxconn 5 id 3 disabled ",
      })
  void isTakenOutOfServiceAndBack(String text, String disabled) {
    ServerLine line = Objects.requireNonNull(ServerLine.named("a", text));
    assertThat(line.isDisabled()).isFalse();
    assertThat(line.disabled(true).text()).isEqualTo(disabled);
    assertThat(line.disabled(true).disabled(true).text()).isEqualTo(disabled);
    assertThat(line.disabled(true).disabled(false).text()).isEqualTo(text);
  }

  @Test
  void knowsItsLimit() {
    assertThat(new ServerLine("server a 1:2 check maxconn 70 disabled").limit()).isEqualTo(70);
    assertThat(new ServerLine("server a 1:2 check # maxconn 70").limit()).isZero();
  }

  @Test
  void anotherLineIsNone() {
    assertThat(ServerLine.named("a", "server b 1:2")).isNull();
    assertThat(ServerLine.named("a", "# server a 1:2")).isNull();
    assertThat(ServerLine.named("a", "default-server a 1:2")).isNull();
  }
}
