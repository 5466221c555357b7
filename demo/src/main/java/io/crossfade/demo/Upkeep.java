package io.crossfade.demo;

/// How both sides are kept equal: the manifest's strategy.
enum Upkeep {
  CDC("cdc"),
  DUAL_WRITE("dual-write");

  private final String strategy;

  Upkeep(String strategy) {
    this.strategy = strategy;
  }

  @Override
  public String toString() {
    return strategy;
  }
}
