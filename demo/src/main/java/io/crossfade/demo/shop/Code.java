package io.crossfade.demo.shop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The keys of the table codes: text whose order has nothing to do with its number.
public final class Code {
  private Code() {}

  /// The key that the code with this number begins with; data.sql says the same.
  public static String initial(int number) {
    return (number % 50 == 0 ? "ä" : "") + md5("code" + number);
  }

  public static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }
}
