package io.crossfade.engine.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.TableName;
import org.junit.jupiter.api.Test;

class HeapNeedTest {
  private static final TableName FILES = new TableName("public", "files");
  private static final long MEGABYTE = 1 << 20;

  @Test
  void whatWasTriedIsEnough() {
    assertThat(need(32_000_000, 256).note())
        .isEqualTo(
            "rows of public.files have up to 31 MB (in a sample), so `run` needs a heap of 246 MB, or of 399 MB with letters beyond Latin-1; here it has 256 MB");
  }

  @Test
  void whoHasTooLittleIsToldHowToGiveMore() {
    HeapNeed need = need(32 * MEGABYTE, 128);
    assertThat(need.note()).endsWith("here it has 128 MB: set CROSSFADE_JAVA_OPTS=-Xmx256m");
    assertThat(need.problem()).isEmpty();
  }

  @Test
  void aRowThatIsLargerThanTheHeapIsRefused() {
    assertThat(need(200 * MEGABYTE, 128).problem())
        .hasValueSatisfying(problem ->
            assertThat(problem.toString())
                .contains("public.files", "a row of 200 MB", "a heap of 128 MB", "-Xmx1432m"));
  }

  private static HeapNeed need(long row, long heapMegabytes) {
    return new HeapNeed(FILES, row, heapMegabytes * MEGABYTE);
  }
}
