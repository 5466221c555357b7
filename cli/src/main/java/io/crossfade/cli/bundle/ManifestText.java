package io.crossfade.cli.bundle;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A manifest as it was written, without secrets: those that belong into it are only names of
/// variables and files, but somebody may have written one where none belongs.
final class ManifestText {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(\\b(?:password|passwd|pwd|secret|token)\\s*:[ \\t]*)(?![{\\s])(?:\"[^\"]*\"|'[^']*'|[^\\s,}]+)");

  private ManifestText() {}

  static String of(String text, UnaryOperator<String> redaction) {
    return redaction.apply(SECRET.matcher(text).replaceAll("$1***"));
  }
}
