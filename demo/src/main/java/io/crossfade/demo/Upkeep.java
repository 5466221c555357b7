package io.crossfade.demo;

/// How both sides are kept equal: the manifest's strategy.
public enum Upkeep {
  CDC("cdc", 300),
  DUAL_WRITE("dual-write", 100);

  private final String strategy;
  private final int usualRate;

  Upkeep(String strategy, int usualRate) {
    this.strategy = strategy;
    this.usualRate = usualRate;
  }

  /// Transactions per second that two processors bear beside both servers.
  int usualRate() {
    return usualRate;
  }

  @Override
  public String toString() {
    return strategy;
  }
}
