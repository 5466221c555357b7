package io.crossfade.gateway.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Texts as PostgreSQL's protocol has them: with a zero at their end.
public final class Texts {
  private Texts() {}

  public static String read(ByteBuf from) {
    int length = from.bytesBefore((byte) 0);
    if (length < 0) {
      throw Refusal.malformed("a text without an end");
    }
    String text = from.readCharSequence(length, StandardCharsets.UTF_8).toString();
    from.skipBytes(1);
    return text;
  }

  /// The same with each byte as a character of ISO 8859-1, whatever it means to those who speak.
  public static String bytes(ByteBuf from) {
    int length = from.bytesBefore((byte) 0);
    if (length < 0) {
      throw Refusal.malformed("a text without an end");
    }
    String text = from.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
    from.skipBytes(1);
    return text;
  }

  static void write(ByteBuf to, String text) {
    to.writeCharSequence(text, StandardCharsets.UTF_8);
    to.writeByte(0);
  }
}
