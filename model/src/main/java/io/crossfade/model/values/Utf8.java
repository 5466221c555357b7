package io.crossfade.model.values;

import java.util.Arrays;

/**
 * Texts as bytes, in an array that is used again. Unlike the JDK's encoder it keeps halves of
 * characters apart, which JSON documents may have: each is three bytes. One thread.
 */
public final class Utf8 {
  private byte[] bytes = new byte[64];

  /** What was encoded last, from the array's start on. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the number of bytes. */
  public int encode(CharSequence text) {
    int most = 3 * text.length();
    if (bytes.length < most) {
      bytes = Arrays.copyOf(bytes, most);
    }
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[at++] = (byte) c;
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xc0 | c >> 6);
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (isPair(text, i)) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        bytes[at++] = (byte) (0xf0 | point >> 18);
        bytes[at++] = (byte) (0x80 | (point >> 12 & 0x3f));
        bytes[at++] = (byte) (0x80 | (point >> 6 & 0x3f));
        bytes[at++] = (byte) (0x80 | (point & 0x3f));
      } else {
        bytes[at++] = (byte) (0xe0 | c >> 12);
        bytes[at++] = (byte) (0x80 | (c >> 6 & 0x3f));
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      }
    }
    return at;
  }

  private static boolean isPair(CharSequence text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
