package io.crossfade.dashboard;

import java.util.Locale;

/// How something is, for people. Each has a sign and a word of its own: a colour alone says nothing
/// to who cannot see it.
public enum Tone {
  RUNS("under way"),
  WAITS("waits"),
  GOOD("good"),
  WARNS("look at it"),
  BAD("something is wrong"),
  PLAIN("for the record");

  private final String word;

  Tone(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /// The name of its class on the page.
  public String css() {
    return name().toLowerCase(Locale.ROOT);
  }
}
