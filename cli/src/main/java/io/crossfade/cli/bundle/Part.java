package io.crossfade.cli.bundle;

import java.io.IOException;

/// One file of a bundle.
public record Part(String name, Content content) {
  /// May fail: then the bundle says so, and comes without it.
  @FunctionalInterface
  public interface Content {
    String text() throws IOException;
  }
}
