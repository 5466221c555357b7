package io.crossfade.engine.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The newest entry of the audit at some time. Noted outside of the store, it proves later what
/// stood there up to it.
///
/// @param hash that entry's, 64 hexadecimal digits
public record AuditHead(long number, String hash) {
  /// Before the first entry.
  public static final AuditHead NONE = new AuditHead(0, "0".repeat(64));

  private static final Pattern NOTED =
      Pattern.compile("(?:^|audit head )([0-9]{1,18})[ :]([0-9a-f]{64})$");

  /// The one that a line holds: of the file of heads, of the log, or as it is given to a command.
  public static Optional<AuditHead> in(String line) {
    Matcher noted = NOTED.matcher(line.strip());
    return noted.find()
        ? Optional.of(new AuditHead(Long.parseLong(noted.group(1)), noted.group(2)))
        : Optional.empty();
  }

  /// `NUMBER HASH`
  @Override
  public String toString() {
    return number + " " + hash;
  }
}
