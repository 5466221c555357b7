package io.crossfade.client.shadow;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Guesses from two values that differ what has been done to one of them. */
final class Kinds {
  private static final String REPLACED = "[?\\uFFFD]+";

  private Kinds() {}

  static Kind of(Object primary, Object candidate) {
    if (primary instanceof CharSequence a && candidate instanceof CharSequence b) {
      return text(a.toString(), b.toString());
    }
    if (primary instanceof Number a && candidate instanceof Number b) {
      return numbers(a, b);
    }
    Instant before = Moments.of(primary);
    Instant after = Moments.of(candidate);
    if (before != null && after != null) {
      return moments(primary, candidate, before, after);
    }
    if (primary instanceof Boolean && candidate instanceof Boolean) {
      return Kind.OPPOSITE;
    }
    return primary.getClass() == candidate.getClass() ? Kind.OTHER : Kind.TYPE;
  }

  private static Kind moments(Object primary, Object candidate, Instant before, Instant after) {
    if (!before.equals(after)) {
      return Moments.kind(before, after);
    }
    // The same moment, written with another offset or as another class.
    return primary.getClass() == candidate.getClass() ? Kind.TIME_ZONE : Kind.TYPE;
  }

  private static Kind numbers(Object a, Object b) {
    Optional<BigDecimal> x = Numbers.exact(a);
    Optional<BigDecimal> y = Numbers.exact(b);
    return x.isPresent() && y.isPresent() ? Numbers.kind(x.get(), y.get()) : Kind.OTHER;
  }

  private static Kind text(String a, String b) {
    if (a.isBlank() != b.isBlank()) {
      return Kind.EMPTY;
    }
    if (a.equalsIgnoreCase(b)) {
      return Kind.CASE;
    }
    if (a.replaceAll("\\s+", "").equals(b.replaceAll("\\s+", ""))) {
      return Kind.WHITESPACE;
    }
    if (normal(a).equals(normal(b))) {
      return Kind.UNICODE;
    }
    if (isBroken(a, b) || isBroken(b, a)) {
      return Kind.ENCODING;
    }
    if (Numbers.exact(a).isPresent() && Numbers.exact(b).isPresent()) {
      Kind kind = numbers(a, b);
      return kind == Kind.OTHER && (a.startsWith(b) || b.startsWith(a)) ? Kind.TRUNCATED : kind;
    }
    return a.startsWith(b) || b.startsWith(a) ? Kind.TRUNCATED : Kind.OTHER;
  }

  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Whether one is the other's UTF-8 read as Latin-1, or with signs that were not known. */
  private static boolean isBroken(String sound, String broken) {
    if (new String(sound.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
        .equals(broken)) {
      return true;
    }
    return !broken.equals(broken.replaceAll(REPLACED, ""))
        && sound.replaceAll("[^\\x00-\\x7F]+", "").equals(broken.replaceAll(REPLACED, ""));
  }

  /** What a value is, without the value. */
  static String shape(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof CharSequence text) {
      return "text of " + text.length();
    }
    if (value instanceof java.util.Collection<?> collection) {
      return "collection of " + collection.size();
    }
    if (value instanceof java.util.Map<?, ?> map) {
      return "map of " + map.size();
    }
    return "a " + value.getClass().getSimpleName();
  }
}
