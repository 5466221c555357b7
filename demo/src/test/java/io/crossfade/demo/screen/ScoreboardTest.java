package io.crossfade.demo.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.cli.view.Style;
import io.crossfade.demo.screen.Scoreboard.Judged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreboardTest {
  private static final Served SERVED = new Served(19_000, 0, 0, 20, 200, 3);
  private static final Pauses PAUSES =
      new Pauses(16, 81.24, 140, 1_140.26, List.of(Map.of("fence", 11_040_000L)));
  private static final Judged FINE = new Judged(0, 0, 5_012_345, 0, List.of());

  @TempDir Path dir;

  @Test
  void isCleanOnlyIfNothingWasLostRepeatedDifferentOrFailed() {
    assertThat(board(0, SERVED, FINE).isClean()).isTrue();
    assertThat(board(1, SERVED, FINE).isClean()).isFalse();
    assertThat(board(0, new Served(1, 1, 0, 0, 0, 0), FINE).isClean()).isFalse();
    assertThat(board(0, SERVED, new Judged(1, 0, 9, 0, List.of())).isClean()).isFalse();
    assertThat(board(0, SERVED, new Judged(0, 1, 9, 0, List.of())).isClean()).isFalse();
    assertThat(board(0, SERVED, new Judged(0, 0, 9, 1, List.of())).isClean()).isFalse();
    assertThat(board(0, SERVED, new Judged(0, 0, 0, 0, List.of("it stopped"))).isClean()).isFalse();
  }

  @Test
  void fitsIntoAnOldTerminal() {
    List<String> page = new ScoreboardText(new Style(false)).page(board(0, SERVED, FINE));
    assertThat(page).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(page).anyMatch(line -> line.matches(" +lost +0 .*"));
    assertThat(page).anyMatch(line -> line.matches(" +pause at cutover +1140 ms .*"));
  }

  @Test
  void theReportHasThePromisedNamesAndNoNulls() throws IOException {
    Map<String, Object> fields = ScoreboardJson.fields(board(0, SERVED, FINE));
    assertThat(fields)
        .containsKeys(
            "rowsCopied",
            "copyRowsPerSecond",
            "changesApplied",
            "rowsCompared",
            "drill",
            "drift",
            "failedTransactions",
            "acknowledgedTransactions",
            "lostWrites",
            "duplicatedWrites",
            "cutoverPauseMillis",
            "rollbackMillis")
        .doesNotContainValue(null)
        .containsEntry("copyRowsPerSecond", 2_506_173L);
    Path file = dir.resolve("report.json");
    ScoreboardJson.write(file, List.of(board(0, SERVED, FINE)));
    assertThat(Files.readString(file))
        .containsPattern(
            "\"cutoverPauseMillis\" : \\{\\s+\"p50\" : 81.2,\\s+\"p99\" : 140.0,\\s+\"max\" : 1140.3")
        .containsPattern("\"phases\" : \\[ \\{\\s+\"fence\" : 11.0\\s+} ]");
  }

  private static Scoreboard board(long drift, Served served, Judged judged) {
    return new Scoreboard(
        new Scoreboard.Title("large shop, 5,000,000 rows, 8 clients, 300 tx/s, seed 1", 91.2),
        new Moved(
            5_012_345,
            2,
            1_234_567,
            15_012_345,
            drift,
            new Found("public.products", "7", List.of("name"), "source", 1.25)),
        served,
        PAUSES,
        PAUSES,
        judged);
  }
}
