package io.crossfade.engine.audit;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an entry of the audit tells.
///
/// @param who as it says of itself, `user@host`
/// @param migration empty where it is about none
/// @param what the verb
/// @param outcome what came of it: [#ASKED], `done`, or the code of the refusal
/// @param answers the number of the entry that asked; 0 where there is none
/// @param details as [#details] writes them; may be empty
public record Act(
    String who, String migration, String what, String outcome, long answers, String details) {
  /// The outcome of what is only about to be done.
  public static final String ASKED = "asked";

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_WORD = 100;
  private static final int LONGEST_DETAILS = 1_000;

  /// Whatever would not be seen, or would be drawn elsewhere, when the entry is shown.
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private static final Pattern PLAIN = Pattern.compile("[\\w.@:/-]+");

  /// Something that is about to be done. Texts may be anybody's: they are cut to their length here.
  /// What is read from the store is never changed so, or a forged entry would pass for another one.
  public static Act asked(String who, String migration, String what, String details) {
    return new Act(
        shown(who, LONGEST_NAME),
        shown(migration, LONGEST_NAME),
        shown(what, LONGEST_WORD),
        ASKED,
        0,
        shown(details, LONGEST_DETAILS));
  }

  /// What came of it.
  ///
  /// @param asked the number of its entry; 0 where that could not be written
  public Act answered(long asked, String outcome, String details) {
    return new Act(
        who, migration, what, shown(outcome, LONGEST_WORD), asked, shown(details, LONGEST_DETAILS));
  }

  /// Names and values as one text, in which no value can pretend to be two.
  public static String details(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + quoted(value.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String shown(String text, int longest) {
    String visible = INVISIBLE.matcher(text).replaceAll("\ufffd");
    return visible.length() <= longest ? visible : visible.substring(0, longest);
  }
}
