package io.crossfade.dashboard;

import java.util.List;

/// A button: what it asks for, and what it says before that.
///
/// @param ask for which it is pressed, under `/migrations/NAME/`
/// @param label in the words of the command line
/// @param does what it will do
/// @param beware what one should know before, a line each
/// @param kind how it looks
/// @param isTyped whether the name has to be typed first, for there is no way back from it
public record Verb(
    String ask, String label, String does, List<String> beware, Kind kind, boolean isTyped) {
  public Verb {
    beware = List.copyOf(beware);
  }

  /// Its name is its class on the page.
  public enum Kind {
    /// What everything waits for.
    MAIN,
    PLAIN,
    /// It ends something for good.
    GRAVE,
    /// The way back.
    BACK
  }

  public String css() {
    return switch (kind) {
      case MAIN -> "main";
      case PLAIN -> "plain";
      case GRAVE -> "grave";
      case BACK -> "back";
    };
  }

  /// For the page's script, and unique on it.
  public String id() {
    return "verb-" + ask.replaceAll("[^a-z]+", "-");
  }

  Verb saying(List<String> more) {
    return new Verb(ask, label, does, more, kind, isTyped);
  }
}
