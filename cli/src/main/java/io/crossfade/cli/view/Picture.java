package io.crossfade.cli.view;

import io.crossfade.engine.Status;
import java.util.List;
import java.util.function.Supplier;

/// What is shown of work under way.
public interface Picture {
  /// For a terminal, where it is drawn over the one before.
  List<String> page();

  /// For a pipe.
  String line();

  static Picture of(Supplier<Status> source, Style style) {
    return new Picture() {
      @Override
      public List<String> page() {
        return StatusPage.of(source.get(), style);
      }

      @Override
      public String line() {
        return StatusLine.of(source.get());
      }
    };
  }
}
