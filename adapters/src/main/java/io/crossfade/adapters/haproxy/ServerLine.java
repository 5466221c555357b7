package io.crossfade.adapters.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A line `server NAME ADDRESS ...` of HAProxy's configuration file.
record ServerLine(String text) {
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|(?:\\\\.|\\S)+");
  private static final String DISABLED = "disabled";

  /// Null where it is another line.
  static @Nullable ServerLine named(String name, String text) {
    ServerLine line = new ServerLine(text);
    List<MatchResult> words = line.words();
    boolean ours =
        words.size() >= 3
            && words.get(0).group().equals("server")
            && words.get(1).group().equals(name);
    return ours ? line : null;
  }

  /// How many sessions it may have; 0 is any number.
  int limit() {
    List<MatchResult> words = words();
    for (int i = 3; i < words.size() - 1; i++) {
      if (words.get(i).group().equals("maxconn") && words.get(i + 1).group().matches("\\d{1,9}")) {
        return Integer.parseInt(words.get(i + 1).group());
      }
    }
    return 0;
  }

  boolean isDisabled() {
    return words().stream().skip(3).anyMatch(word -> word.group().equals(DISABLED));
  }

  ServerLine disabled(boolean wanted) {
    if (wanted == isDisabled()) {
      return this;
    }
    List<MatchResult> words = words();
    if (wanted) {
      int end = words.getLast().end();
      return new ServerLine(text.substring(0, end) + " " + DISABLED + text.substring(end));
    }
    StringBuilder kept = new StringBuilder();
    int from = 0;
    for (int i = 3; i < words.size(); i++) {
      if (words.get(i).group().equals(DISABLED)) {
        kept.append(text, from, words.get(i - 1).end());
        from = words.get(i).end();
      }
    }
    return new ServerLine(kept.append(text, from, text.length()).toString());
  }

  /// Up to a comment.
  private List<MatchResult> words() {
    List<MatchResult> words = new ArrayList<>();
    var word = WORD.matcher(text);
    while (word.find() && !word.group().startsWith("#")) {
      words.add(word.toMatchResult());
    }
    return words;
  }
}
