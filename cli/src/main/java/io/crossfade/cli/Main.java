package io.crossfade.cli;

/// Placeholder until the commands land.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println("crossfade: not built yet");
    System.exit(1);
  }
}
