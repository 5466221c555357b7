package io.crossfade.server.alerts;

import java.time.Instant;
import java.util.Locale;

/// Something that people are told. It holds no secret, no value of a row and no words of a server.
///
/// @param id the same however often it is sent: whoever gets it twice may drop the second
/// @param title in one line, with the migration's name
/// @param text a few sentences; may be empty
public record Message(
    String id, Kind kind, String migration, Instant at, String title, String text) {

  /// @see Templates
  public enum Kind {
    STARTED,
    PHASE,
    WARNING,
    ROLLED_BACK,
    DONE,
    /// A person has asked whether messages arrive.
    TEST;

    /// As it stands in a configuration, and in what is sent.
    public String spelled() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// For people: title, then text.
  String whole() {
    return text.isEmpty() ? title : title + "\n" + text;
  }
}
