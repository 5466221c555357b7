package io.crossfade.postgresql.log;

import static io.crossfade.model.Boundary.Inclusion.NO;
import static io.crossfade.model.Boundary.Inclusion.YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.LoggedTransaction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotBoundaryTest {
  @Test
  void includesWhatHadEndedAndNothingElse() {
    SnapshotBoundary boundary = SnapshotBoundary.parse("10:20:10,14,19");
    assertThat(boundary.includes(transaction(9))).isEqualTo(YES);
    assertThat(boundary.includes(transaction(10))).isEqualTo(NO);
    assertThat(boundary.includes(transaction(11))).isEqualTo(YES);
    assertThat(boundary.includes(transaction(14))).isEqualTo(NO);
    assertThat(boundary.includes(transaction(18))).isEqualTo(YES);
    assertThat(boundary.includes(transaction(19))).isEqualTo(NO);
    assertThat(boundary.includes(transaction(20))).isEqualTo(NO);
    assertThat(boundary.includes(transaction(21))).isEqualTo(NO);
  }

  @Test
  void comparesFullIdsBeyondTheWraparound() {
    long epoch = 1L << 32;
    SnapshotBoundary boundary =
        SnapshotBoundary.parse(
            (epoch - 1) + ":" + (epoch + 5) + ":" + (epoch - 1) + "," + (epoch + 1));
    assertThat(boundary.includes(transaction(epoch - 2))).isEqualTo(YES);
    assertThat(boundary.includes(transaction(epoch - 1))).isEqualTo(NO);
    assertThat(boundary.includes(transaction(epoch))).isEqualTo(YES);
    assertThat(boundary.includes(transaction(epoch + 1))).isEqualTo(NO);
    assertThat(boundary.includes(transaction(3))).isEqualTo(YES);
    assertThat(boundary.includes(transaction(epoch + 5))).isEqualTo(NO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7:7:", "10:20:10", "10:20:10,14,19"})
  void survivesItsText(String text) {
    assertThat(SnapshotBoundary.parse(text).encode()).isEqualTo(text);
    assertThat(SnapshotBoundary.parse(text)).isEqualTo(SnapshotBoundary.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "7:8", "7:8:x", "7:8::"})
  void refusesWhatIsNoSnapshot(String text) {
    assertThatThrownBy(() -> SnapshotBoundary.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  private static LoggedTransaction transaction(long id) {
    return new LoggedTransaction(id, Lsn.ZERO, Instant.EPOCH, null, List.of());
  }
}
