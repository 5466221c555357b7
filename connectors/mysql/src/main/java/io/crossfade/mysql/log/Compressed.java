package io.crossfade.mysql.log;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What MariaDB writes with {@code log_bin_compress}. */
final class Compressed {
  private Compressed() {}

  static Bytes open(Bytes in) {
    int sizeBytes = in.int8() & 7;
    byte[] plain = new byte[Math.toIntExact(in.big(sizeBytes))];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(in.array(), in.at(), in.left());
      int length = inflater.inflate(plain);
      if (length != plain.length) {
        throw new IllegalStateException("a compressed event in the log is cut off");
      }
      return new Bytes(plain);
    } catch (DataFormatException e) {
      throw new IllegalStateException("a compressed event in the log cannot be read", e);
    } finally {
      inflater.end();
    }
  }
}
