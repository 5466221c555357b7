package io.crossfade.demo;

import io.crossfade.demo.load.Traffic;
import java.io.IOException;
import java.nio.file.Path;

/// What happens on the stage while the customers go on.
interface Play extends AutoCloseable {

  /// Opens it.
  @FunctionalInterface
  interface Opening {
    /// @param state where it may keep its files
    Play open(Path manifest, Path state) throws IOException, InterruptedException;
  }

  /// The file from which applications learn where their routes come from.
  Path routes();

  /// Plays it to its end, and sends the customers home.
  Script play(Traffic traffic) throws IOException, InterruptedException;

  /// Stays where people may look, once everything is judged.
  default void linger(Leaving leaving) throws InterruptedException {}

  @Override
  void close();
}
