package io.crossfade.bench.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("page.md");
  }

  @Test
  void onlyWhatLiesBetweenTheTwoLinesIsWrittenAnew() throws IOException {
    Files.writeString(file, "# Ours\n" + Page.BEGIN + "old\n" + Page.END + "also ours\n");

    for (String result : List.of("ratio 0.9", "ratio 1.1")) {
      Page.read(file)
          .write(
              new Machine("2 processors"),
              DAY,
              List.of(new Section("copy", List.of("bench: round 1 of 5", result), 0, 61)));
    }

    assertThat(Files.readString(file))
        .startsWith("# Ours\n" + Page.BEGIN)
        .contains("On 2026-11-23, 2 processors.", "bench copy", "In 1 min 1 s.", "ratio 1.1")
        .doesNotContain("old", "ratio 0.9", "round")
        .endsWith(Page.END + "also ours\n");
  }

  @Test
  void whatFailedSaysSo() throws IOException {
    Files.writeString(file, Page.BEGIN + Page.END);

    Page.read(file)
        .write(new Machine("m"), DAY, List.of(new Section("apply", List.of("no disk"), 1, 2)));

    assertThat(Files.readString(file)).contains("**which failed with exit code 1**", "no disk");
  }

  @Test
  void aPageWithoutTheLinesIsRefusedWithThem() throws IOException {
    Files.writeString(file, "# Ours\n");

    assertThatThrownBy(() -> Page.read(file))
        .hasMessageContaining("page.md")
        .hasMessageContaining(Page.BEGIN)
        .hasMessageContaining(Page.END);
  }
}
