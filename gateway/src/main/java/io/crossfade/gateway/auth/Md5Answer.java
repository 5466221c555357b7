package io.crossfade.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The answer to PostgreSQL's oldest way of asking for a password, which old databases still use.
public final class Md5Answer {
  private Md5Answer() {}

  public static byte[] to(byte[] salt, Credentials credentials) {
    byte[] inner = hex(credentials.password() + credentials.user(), new byte[0]);
    String answer = "md5" + new String(hex(inner, salt), StandardCharsets.US_ASCII) + "\0";
    return answer.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String text, byte[] salt) {
    return hex(text.getBytes(StandardCharsets.UTF_8), salt);
  }

  private static byte[] hex(byte[] text, byte[] salt) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(text);
      md5.update(salt);
      return HexFormat.of().formatHex(md5.digest()).getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }
}
