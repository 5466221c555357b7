package io.crossfade.engine.manifest;

/// Amounts of data as a manifest writes them: a whole number with MB, GB or TB.
final class Bytes {
  private Bytes() {}

  static long parse(String text) {
    long amount = Long.parseLong(text.substring(0, text.length() - 2));
    return switch (text.substring(text.length() - 2)) {
      case "MB" -> amount << 20;
      case "GB" -> amount << 30;
      case "TB" -> amount << 40;
      default -> throw new IllegalArgumentException("no amount: " + text + "; write 500MB or 20GB");
    };
  }
}
