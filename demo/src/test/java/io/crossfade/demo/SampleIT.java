package io.crossfade.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.cli.Terminal;
import io.crossfade.demo.sample.Foodmart;
import io.crossfade.demo.screen.Found;
import io.crossfade.demo.screen.Scoreboard;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A few rows of every table that others have made, by the manifest that `init` writes. All of
/// them: `./crossfade demo --data foodmart`.
class SampleIT {
  @Test
  void tablesOfOthersMoveWhileTheirRowsChange() throws Exception {
    Subject foodmart = new SampleInUse(new Foodmart(300));
    Settings settings = new Settings(foodmart, 100, 4, 1, Set.of(), false);

    Scoreboard board = new Run(settings, Terminal.system()).run(_ -> {});

    assertThat(board.isClean()).as("%s", board.judged()).isTrue();
    assertThat(board.moved().found())
        .returns("public.events", Found::table)
        .returns(List.of("content"), Found::columns);
    assertThat(board.moved().rowsCopied()).isGreaterThan(5_000);
    assertThat(board.judged().rowsDumped()).isGreaterThan(5_000);
    assertThat(board.served().acknowledged()).isGreaterThan(300);
  }
}
