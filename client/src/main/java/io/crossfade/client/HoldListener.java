package io.crossfade.client;

/** Hears how long transactions waited at a hold. Called on the waiting thread: be quick. */
@FunctionalInterface
public interface HoldListener {
  HoldListener NONE = (nanos, released) -> {};

  /**
   * @param nanos how long one transaction waited before it began
   * @param released whether it then began; false if it failed
   */
  void waited(long nanos, boolean released);
}
