package io.crossfade.postgresql.copy;

import io.crossfade.connector.Snapshot.ByteSink;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line of the text format of COPY while it is made, in bytes that are used again for the next
 * one: of all that is written row by row, this is what costs us most. One thread.
 */
final class CopyLine {
  private byte[] bytes = new byte[1024];
  private int length;

  /** Adds a value, or a part of one, with its escapes. */
  void append(@Nullable String value) {
    if (value == null) {
      append('\\', 'N');
      return;
    }
    byte[] plain = value.getBytes(StandardCharsets.UTF_8);
    int from = 0;
    for (int i = 0; i < plain.length; i++) {
      byte b = plain[i];
      // No byte of a letter beyond ASCII is one of these.
      if (b == '\\' || b == '\n' || b == '\r' || b == '\t') {
        append(plain, from, i);
        append('\\', b == '\n' ? 'n' : b == '\r' ? 'r' : b == '\t' ? 't' : '\\');
        from = i + 1;
      }
    }
    append(plain, from, plain.length);
  }

  /** Ends a value. */
  void tab() {
    room(1);
    bytes[length++] = '\t';
  }

  /** The last tab becomes the line's end; a table without columns has none. */
  void end() {
    length = Math.max(0, length - 1);
    room(1);
    bytes[length++] = '\n';
  }

  void send(ByteSink sink) {
    sink.accept(bytes, 0, length);
    length = 0;
  }

  void giveTo(WrittenColumns.Parts parts) throws SQLException {
    parts.accept(bytes, 0, length);
    length = 0;
  }

  private void append(char first, char second) {
    room(2);
    bytes[length++] = (byte) first;
    bytes[length++] = (byte) second;
  }

  private void append(byte[] plain, int from, int to) {
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
