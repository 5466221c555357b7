package io.crossfade.transfer.compare;

import io.crossfade.model.Row;
import io.crossfade.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Rows for telling whether they are equal, small enough to be held by the thousand: what is long is
 * there as its SHA-256. One thread.
 */
final class Condensed {
  private static final int LONGEST = 100;
  private static final int PART = 8192;

  /** No database's text has it, so a digest never equals a value. */
  private static final String DIGEST = "\0";

  private final MessageDigest digest = Sha256.inParts();

  /** Each value by itself, so that the columns that differ can be named. */
  Row byColumn(Row row) {
    @Nullable String[] values = new @Nullable String[row.size()];
    for (int i = 0; i < values.length; i++) {
      String value = row.value(i);
      values[i] = value == null || value.length() <= LONGEST ? value : digestOf(value);
    }
    return Row.of(values);
  }

  /** All values together. */
  Row asOne(Row row) {
    for (int i = 0; i < row.size(); i++) {
      String value = row.value(i);
      update(value == null ? "-1" : value.length() + ":");
      if (value != null) {
        update(value);
      }
    }
    return Row.of(end());
  }

  private String digestOf(String value) {
    update(value);
    return end();
  }

  /** In parts, for the bytes of a large value would take as much memory again. */
  private void update(String value) {
    for (int from = 0; from < value.length(); from += PART) {
      String part = value.substring(from, Math.min(value.length(), from + PART));
      // Not UTF-8, in which a character may be cut in two.
      digest.update(part.getBytes(StandardCharsets.UTF_16LE));
    }
  }

  private String end() {
    return DIGEST + HexFormat.of().formatHex(digest.digest());
  }
}
