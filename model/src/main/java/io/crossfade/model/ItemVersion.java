package io.crossfade.model;

/** The numbers by which writers of both sides order the states of an item. */
public final class ItemVersion {
  private static final int OF_AN_EPOCH = 32;

  private ItemVersion() {}

  /**
   * The first version that is issued under a route of this epoch: greater than the last of an older
   * one, on any side.
   */
  public static long first(long epoch) {
    return (epoch << OF_AN_EPOCH) + 1;
  }
}
