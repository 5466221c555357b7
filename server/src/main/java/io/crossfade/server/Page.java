package io.crossfade.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param next what to give as `after` for the part that follows; null after the last one
public record Page<T>(List<T> items, @Nullable String next) {
  public Page {
    items = List.copyOf(items);
  }
}
