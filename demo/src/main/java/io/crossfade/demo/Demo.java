package io.crossfade.demo;

/// Placeholder until the commands land.
public final class Demo {
  private Demo() {}

  public static void main(String[] args) {
    System.err.println("crossfade demo: not built yet");
    System.exit(1);
  }
}
