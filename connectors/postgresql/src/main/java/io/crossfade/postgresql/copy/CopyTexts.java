package io.crossfade.postgresql.copy;

import io.crossfade.connector.TextSink;

/** Takes rows in the text format of COPY apart, without making objects of them. One thread. */
final class CopyTexts {
  private final TextSink sink;
  private byte[] plain = new byte[1024];

  CopyTexts(TextSink sink) {
    this.sink = sink;
  }

  /** One row, with its newline. */
  void row(byte[] line) {
    int end = line.length - 1;
    int start = 0;
    while (start <= end) {
      start = field(line, start, end);
    }
    sink.end();
  }

  /** Returns where the next one begins. */
  private int field(byte[] line, int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = line[i];
      if (b == '\t') {
        sink.value(line, start, i);
        return i + 1;
      }
      if (b == '\\') {
        return escaped(line, start, i, end);
      }
    }
    sink.value(line, start, end);
    return end + 1;
  }

  /** From its first backslash on. A tab within a value has one before it. */
  private int escaped(byte[] line, int start, int backslash, int end) {
    if (plain.length < end - start) {
      plain = new byte[end - start];
    }
    int length = backslash - start;
    System.arraycopy(line, start, plain, 0, length);
    int i = backslash;
    boolean isNull = length == 0 && line[i + 1] == 'N';
    for (; i < end && line[i] != '\t'; i++) {
      plain[length++] = line[i] == '\\' ? CopyText.unescaped(line[++i]) : line[i];
    }
    if (isNull) {
      sink.nothing();
    } else {
      sink.value(plain, 0, length);
    }
    return i + 1;
  }
}
