package io.crossfade.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTextTest {
  private static final String HEAD = "2026-01-02T03:04:05.678Z INFO  [main] ";
  private static final String OURS = HEAD + "io.crossfade.cli.InProcessEngine ";

  @TempDir Path directory;

  @Test
  void ofALogOnlyWhatWeWroteOurselvesIsKept() throws Exception {
    Path log = directory.resolve("crossfade.log");
    Files.write(
        log,
        List.of(
            OURS + "7 StepStarted[step=VERIFY]",
            OURS + "8 RowRepaired[key=anna, kind=CHANGED]",
            OURS + "9 RowDiffers[table=a.b, key=#0123456789ab, x]",
            OURS + "10 Noted[message=drift: a.b key anna is new]",
            HEAD + "org.postgresql.Driver FINE: anna",
            HEAD + "io.crossfade.server.Errors POST /x failed",
            "org.postgresql.util.PSQLException: anna",
            "  Detail: Key (name)=(anna)",
            "\tat io.crossfade.server.Errors.say(Errors.java:1)",
            "Caused by: java.lang.IllegalStateException: anna",
            "\t... 12 common frames omitted",
            "anna"));
    assertThat(new LogText(text -> text).of(log).lines())
        .containsExactly(
            OURS + "7 StepStarted[step=VERIFY]",
            OURS + "(left out)",
            OURS + "9 RowDiffers[table=a.b, key=#0123456789ab, x]",
            OURS + "(left out)",
            HEAD + "org.postgresql.Driver (left out)",
            HEAD + "io.crossfade.server.Errors POST /x failed",
            "org.postgresql.util.PSQLException",
            "(left out)",
            "\tat io.crossfade.server.Errors.say(Errors.java:1)",
            "Caused by: java.lang.IllegalStateException",
            "\t... 12 common frames omitted",
            "(left out)");
  }

  @Test
  void aSecretInAManifestIsHiddenWhereverSomebodyHasPutIt() {
    String manifest =
        """
        source: {url: "x", password: {env: SOURCE_PASSWORD}, user: a}
        target: {password: 'hunter2', token: abc, user: b}
        store:
          password: hunter3
          user: c
        other:
          password:
            file: secrets/other
        """;
    assertThat(ManifestText.of(manifest, text -> text))
        .isEqualTo(
            """
            source: {url: "x", password: {env: SOURCE_PASSWORD}, user: a}
            target: {password: ***, token: ***, user: b}
            store:
              password: ***
              user: c
            other:
              password:
                file: secrets/other
            """);
  }
}
