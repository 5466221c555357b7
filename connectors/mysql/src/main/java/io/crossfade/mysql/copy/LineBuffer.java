package io.crossfade.mysql.copy;

import io.crossfade.connector.Snapshot.ByteSink;
import io.crossfade.mysql.values.Form;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows as lines of tab-separated values: {@code \N} is NULL, and a backslash stands before
 * backslash, tab and the ends of lines. What COPY and LOAD DATA both understand. One buffer is
 * filled again and again.
 */
final class LineBuffer {
  private static final int FULL = 64 * 1024;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ZONE = "+00".getBytes(StandardCharsets.ISO_8859_1);

  private final ByteSink sink;
  private byte[] bytes = new byte[2 * FULL];
  private int length;

  LineBuffer(ByteSink sink) {
    this.sink = sink;
  }

  /** Adds a value as the server gives it, and a tab. */
  void add(Form form, byte @Nullable [] value) {
    if (value == null) {
      addNull();
      return;
    }
    switch (form) {
      case PLAIN -> copy(value, 0, value.length);
      case TEXT -> escape(value);
      case FRACTION, INSTANT -> {
        copy(value, 0, Form.withoutZeros(value));
        if (form == Form.INSTANT) {
          copy(ZONE, 0, ZONE.length);
        }
      }
      case FLOAT, DOUBLE -> escape(form.text(value).getBytes(StandardCharsets.ISO_8859_1));
      case BYTES -> hex(value);
    }
    tab();
  }

  /** Adds a canonical text, and a tab. */
  void add(@Nullable String value) {
    if (value == null) {
      addNull();
    } else {
      escape(value.getBytes(StandardCharsets.UTF_8));
      tab();
    }
  }

  /** The last tab becomes the line's end. */
  void end() {
    length = Math.max(0, length - 1);
    room(1);
    bytes[length++] = '\n';
    if (length >= FULL) {
      flush();
    }
  }

  void flush() {
    if (length > 0) {
      sink.accept(bytes, 0, length);
      length = 0;
    }
  }

  private void addNull() {
    room(3);
    bytes[length++] = '\\';
    bytes[length++] = 'N';
    bytes[length++] = '\t';
  }

  private void tab() {
    room(1);
    bytes[length++] = '\t';
  }

  private void escape(byte[] plain) {
    room(2 * plain.length);
    byte[] to = bytes;
    int at = length;
    for (byte b : plain) {
      // No byte of a letter beyond ASCII is one of these.
      if (b == '\\' || b == '\n' || b == '\r' || b == '\t') {
        to[at++] = '\\';
        to[at++] = (byte) (b == '\n' ? 'n' : b == '\r' ? 'r' : b == '\t' ? 't' : '\\');
      } else {
        to[at++] = b;
      }
    }
    length = at;
  }

  private void hex(byte[] plain) {
    room(3 + 2 * plain.length);
    bytes[length++] = '\\';
    bytes[length++] = '\\';
    bytes[length++] = 'x';
    for (byte b : plain) {
      bytes[length++] = HEX[b >> 4 & 0xf];
      bytes[length++] = HEX[b & 0xf];
    }
  }

  private void copy(byte[] plain, int from, int to) {
    room(to - from);
    System.arraycopy(plain, from, bytes, length, to - from);
    length += to - from;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
