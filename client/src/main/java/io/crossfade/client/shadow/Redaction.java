package io.crossfade.client.shadow;

import io.crossfade.client.Buckets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a mismatch are kept and told to the control plane. Without a word none is: what
 * is kept instead is what a value is ({@code text of 12}), and the bucket of a key.
 */
public final class Redaction {
  public static final Redaction NO_VALUES = new Redaction(List.of(), false);

  private static final int LONGEST = 200;

  private final List<Predicate<String>> shown;
  private final boolean keys;

  private Redaction(List<Predicate<String>> shown, boolean keys) {
    this.shown = shown;
    this.keys = keys;
  }

  /**
   * Keeps the values of a field that holds nothing secret.
   *
   * @param path as in a {@link Comparison}; what lies within it is shown with it
   */
  public Redaction showing(String path) {
    List<Predicate<String>> more = new ArrayList<>(shown);
    more.add(Comparison.pattern(path));
    return new Redaction(List.copyOf(more), keys);
  }

  /** Keeps the keys of reads: they are no personal data here. */
  public Redaction showingKeys() {
    return new Redaction(shown, true);
  }

  String value(String path, @Nullable Object value) {
    if (shown.stream().noneMatch(paths -> paths.test(path))) {
      return Kinds.shape(value);
    }
    try {
      String text = String.valueOf(value);
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    } catch (RuntimeException e) {
      return Kinds.shape(value) + " that cannot be written: " + e.getClass().getSimpleName();
    }
  }

  String key(String experiment, String key) {
    return keys ? key : "bucket " + Buckets.bucket(experiment, key);
  }
}
