package io.crossfade.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.crossfade.bench.scale.Line.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void whatLiesOnALineIsFound() {
    Line line = Line.through(List.of(new Point(1, 5), new Point(4, 11), new Point(16, 35)));

    assertThat(line.fixed()).isCloseTo(3, within(1e-9));
    assertThat(line.each()).isCloseTo(2, within(1e-9));
    assertThat(line.at(100)).isCloseTo(203, within(1e-9));
  }

  @Test
  void whatDoesNotGrowHasNoSlope() {
    assertThat(Line.through(List.of(new Point(1, 7), new Point(4, 7))).each()).isZero();
  }
}
