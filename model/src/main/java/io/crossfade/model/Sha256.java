package io.crossfade.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {
  private Sha256() {}

  public static byte[] of(byte[] bytes) {
    return inParts().digest(bytes);
  }

  /** For what is there piece by piece. */
  public static MessageDigest inParts() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** In 64 hexadecimal digits. */
  public static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder();
    for (byte b : of(bytes)) {
      hex.append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return hex.toString();
  }

  /** Of the text in UTF-8, in 64 hexadecimal digits. */
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
