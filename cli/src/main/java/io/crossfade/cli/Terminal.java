package io.crossfade.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a command speaks: results go to `out`, everything else to `err`.
///
/// @param live whether lines that were written may be drawn over
/// @param colour whether text may have colours
public record Terminal(PrintStream out, PrintStream err, boolean live, boolean colour) {

  /// This process's own. A person sees a live view only where both ends are a terminal.
  public static Terminal system() {
    Map<String, String> environment = System.getenv();
    boolean terminal =
        System.console() != null
            && System.console().isTerminal()
            && !"dumb".equals(environment.get("TERM"));
    boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(System.out, System.err, terminal, terminal && wanted);
  }

  PrintWriter outWriter() {
    return new PrintWriter(out, true, out.charset());
  }

  PrintWriter errWriter() {
    return new PrintWriter(err, true, err.charset());
  }

  /// Asks a person a question; null where nobody can answer.
  @Nullable String ask(String question) {
    if (!live) {
      return null;
    }
    err.print(question);
    err.flush();
    try {
      return lines().readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a person types. Not to be closed: the standard input is not ours.
  public static BufferedReader lines() {
    return new BufferedReader(new InputStreamReader(System.in, charset()));
  }

  /// Asks a person for what nobody else should see; null where nobody can answer.
  char @Nullable [] askSecret(String question) {
    Console console = System.console();
    return live && console != null ? console.readPassword("%s", question) : null;
  }

  private static Charset charset() {
    return System.console() == null ? StandardCharsets.UTF_8 : System.console().charset();
  }
}
