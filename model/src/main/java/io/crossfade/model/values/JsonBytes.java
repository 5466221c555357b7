package io.crossfade.model.values;

import java.util.Arrays;

/**
 * As {@link JsonNormalForm}, of ordinary documents in UTF-8: no escapes, names of ASCII, numbers of
 * few digits. Gives up at anything else. The array of the result is used again. One thread.
 */
final class JsonBytes {
  private static final int DEEPEST = 50;
  private static final int MOST_FIELDS = 100;

  /** So many digits are the same number when they have been a double. */
  private static final int DIGITS = 15;

  private byte[] in = {};
  private int at;
  private int end;
  private byte[] out = new byte[256];
  private int length;

  /** Where the fields of the objects that are open begin in the result. */
  private final int[] fields = new int[MOST_FIELDS];

  private int open;
  private int depth;

  byte[] bytes() {
    return out;
  }

  int length() {
    return length;
  }

  /** False where it has given up. */
  boolean read(byte[] document, int from, int to) {
    in = document;
    at = from;
    end = to;
    length = 0;
    open = 0;
    depth = 0;
    // One more for the comma behind the last field.
    if (out.length <= to - from) {
      out = new byte[2 * (to - from)];
    }
    return value() && blanks() == 0 && at == end;
  }

  private boolean value() {
    return switch (blanks()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string(false);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean object() {
    int first = open;
    if (depth++ == DEEPEST) {
      return false;
    }
    take();
    boolean ended = blanks() == '}';
    while (!ended) {
      if (open == MOST_FIELDS || blanks() != '"') {
        return false;
      }
      fields[open++] = length;
      if (!string(true) || blanks() != ':') {
        return false;
      }
      take();
      if (!value()) {
        return false;
      }
      ended = blanks() == '}';
      if (!ended && in(at) != ',') {
        return false;
      }
      // Also behind the last one, so that they can change places.
      put((byte) ',');
      at += ended ? 0 : 1;
    }
    if (!sort(first)) {
      return false;
    }
    length -= open > first ? 1 : 0;
    open = first;
    depth--;
    take();
    return true;
  }

  private boolean array() {
    if (depth++ == DEEPEST) {
      return false;
    }
    take();
    boolean ended = blanks() == ']';
    while (!ended) {
      if (!value()) {
        return false;
      }
      ended = blanks() == ']';
      if (!ended && in(at) != ',') {
        return false;
      }
      if (!ended) {
        take();
      }
    }
    depth--;
    take();
    return true;
  }

  /** By their names; false where one comes twice. */
  private boolean sort(int first) {
    for (int i = first + 1; i < open; i++) {
      int place = i;
      int order = -1;
      while (place > first && (order = compare(fields[i], fields[place - 1])) < 0) {
        place--;
      }
      if (order == 0) {
        return false;
      }
      if (place < i) {
        move(i, place);
      }
    }
    return true;
  }

  private int compare(int one, int other) {
    return Arrays.compare(out, one + 1, quote(one), out, other + 1, quote(other));
  }

  private int quote(int field) {
    int quote = field + 1;
    while (out[quote] != '"') {
      quote++;
    }
    return quote;
  }

  /** Puts a field before those from {@code place} on. */
  private void move(int field, int place) {
    int from = fields[field];
    int to = field + 1 < open ? fields[field + 1] : length;
    byte[] moved = Arrays.copyOfRange(out, from, to);
    int before = fields[place];
    System.arraycopy(out, before, out, before + moved.length, from - before);
    System.arraycopy(moved, 0, out, before, moved.length);
    for (int i = field; i > place; i--) {
      fields[i] = fields[i - 1] + moved.length;
    }
  }

  private boolean string(boolean isName) {
    int from = at++;
    while (at < end && in[at] != '"') {
      byte b = in[at++];
      if (b == '\\' || (isName && b < 0)) {
        return false;
      }
    }
    if (at == end) {
      return false;
    }
    at++;
    copy(from);
    return true;
  }

  private boolean word(String word) {
    int from = at;
    for (int i = 0; i < word.length(); i++) {
      if (in(at++) != word.charAt(i)) {
        return false;
      }
    }
    copy(from);
    return true;
  }

  /** Whole, or with a fraction that ends with no zero; without an exponent. */
  private boolean number() {
    int from = at;
    at += in(at) == '-' ? 1 : 0;
    int first = at;
    digits();
    int whole = at - first;
    boolean isZero = whole == 1 && in[first] == '0';
    if (whole == 0 || (in[first] == '0' && !isZero)) {
      return false;
    }
    boolean hasFraction = in(at) == '.';
    if (hasFraction) {
      at++;
      digits();
      if (in[at - 1] == '.' || in[at - 1] == '0') {
        return false;
      }
    }
    boolean isMinusZero = isZero && !hasFraction && first > from;
    boolean goesOn = "+-.eE".indexOf(in(at)) >= 0 && at < end;
    if (isMinusZero || goesOn || at - first > DIGITS) {
      return false;
    }
    copy(from);
    return true;
  }

  private void digits() {
    while (at < end && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
  }

  /** Passes over them; returns what follows, 0 at the end. */
  private byte blanks() {
    while (at < end && (in[at] == ' ' || in[at] == '\t' || in[at] == '\n' || in[at] == '\r')) {
      at++;
    }
    return in(at);
  }

  private byte in(int place) {
    return place < end ? in[place] : 0;
  }

  private void take() {
    put(in[at++]);
  }

  private void put(byte b) {
    out[length++] = b;
  }

  /** Up to where we are now. */
  private void copy(int from) {
    System.arraycopy(in, from, out, length, at - from);
    length += at - from;
  }
}
