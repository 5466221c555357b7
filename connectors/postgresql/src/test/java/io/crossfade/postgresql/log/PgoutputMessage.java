package io.crossfade.postgresql.log;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Builds messages of pgoutput, byte by byte as its documentation lists them. */
final class PgoutputMessage {
  /** Stands for a value that the log leaves out. */
  static final String UNCHANGED = "(unchanged)";

  private interface Write {
    void to(DataOutputStream out) throws IOException;
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private PgoutputMessage(char kind) {
    int8(kind);
  }

  static PgoutputMessage of(char kind) {
    return new PgoutputMessage(kind);
  }

  static byte[] begin(int xid) {
    return of('B').int64(0x1234).int64(0).int32(xid).bytes();
  }

  static byte[] commit(long end, long microsSince2000) {
    return of('C').int8(0).int64(end - 8).int64(end).int64(microsSince2000).bytes();
  }

  static byte[] message(int flags, String prefix, String content) {
    return of('M').int8(flags).int64(7).name(prefix).text(content).bytes();
  }

  PgoutputMessage int8(int value) {
    return write(o -> o.writeByte(value));
  }

  PgoutputMessage int16(int value) {
    return write(o -> o.writeShort(value));
  }

  PgoutputMessage int32(int value) {
    return write(o -> o.writeInt(value));
  }

  PgoutputMessage int64(long value) {
    return write(o -> o.writeLong(value));
  }

  PgoutputMessage name(String value) {
    return write(o -> {
      o.write(value.getBytes(StandardCharsets.UTF_8));
      o.writeByte(0);
    });
  }

  PgoutputMessage text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int32(utf8.length);
    return write(o -> o.write(utf8));
  }

  PgoutputMessage row(char kind, @Nullable String... values) {
    int8(kind).int16(values.length);
    for (String value : values) {
      if (value == null) {
        int8('n');
      } else if (value.equals(UNCHANGED)) {
        int8('u');
      } else {
        int8('t').text(value);
      }
    }
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  private PgoutputMessage write(Write write) {
    try {
      write.to(out);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
