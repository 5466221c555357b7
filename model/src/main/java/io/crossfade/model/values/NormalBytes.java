package io.crossfade.model.values;

import java.nio.charset.StandardCharsets;

/**
 * As {@link NormalForm}, of values in UTF-8, and without an object for each of them: the result is
 * a part of an array that is used again, or of that of the value. One thread.
 */
public final class NormalBytes {
  private static final byte[] ZERO = {'0'};

  private final Kind kind;
  private final Utf8 utf8 = new Utf8();
  private final JsonBytes json = new JsonBytes();
  private byte[] bytes = ZERO;
  private int from;
  private int to;

  public NormalBytes(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** The array in which the last value's normal form lies. */
  public byte[] bytes() {
    return bytes;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public void of(byte[] value, int start, int end) {
    is(value, start, end);
    switch (kind.family()) {
      case TEXT -> text();
      case FLOAT -> floating();
      case DECIMAL -> decimal();
      case JSON -> json();
      default -> {}
    }
  }

  private void is(byte[] value, int start, int end) {
    bytes = value;
    from = start;
    to = end;
  }

  private void text() {
    while (kind.endsBeforeBlanks() && to > from && bytes[to - 1] == ' ') {
      to--;
    }
  }

  private void floating() {
    if (to - from == 2 && bytes[from] == '-' && bytes[from + 1] == '0') {
      is(ZERO, 0, 1);
    }
  }

  /** Most are digits, a point, and perhaps zeros at the end. */
  private void decimal() {
    int point = -1;
    boolean negative = to > from && bytes[from] == '-';
    int first = negative ? from + 1 : from;
    for (int i = first; i < to; i++) {
      byte b = bytes[i];
      if (b == '.' && point < 0) {
        point = i;
      } else if (b < '0' || b > '9') {
        otherwise();
        return;
      }
    }
    int whole = (point < 0 ? to : point) - first;
    boolean isPlain = whole > 0 && (bytes[first] != '0' || (whole == 1 && !negative));
    if (!isPlain) {
      otherwise();
      return;
    }
    while (point >= 0 && bytes[to - 1] == '0') {
      to--;
    }
    if (to - 1 == point) {
      to--;
    }
  }

  private void json() {
    if (json.read(bytes, from, to)) {
      is(json.bytes(), 0, json.length());
    } else {
      otherwise();
    }
  }

  private void otherwise() {
    String value = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    int length = utf8.encode(NormalForm.of(value, kind));
    is(utf8.bytes(), 0, length);
  }
}
