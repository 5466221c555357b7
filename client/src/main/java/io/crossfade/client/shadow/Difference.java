package io.crossfade.client.shadow;

import org.jspecify.annotations.Nullable;

/**
 * Where and how two answers differ.
 *
 * @param path of the field, with {@code []} for any element and {@code {}} for any key of a map;
 *     empty for the whole answer
 * @param how in words that hold no value
 */
record Difference(String path, String how, @Nullable Object primary, @Nullable Object candidate) {
  Difference(String path, Kind kind, @Nullable Object primary, @Nullable Object candidate) {
    this(path, kind.words(), primary, candidate);
  }

  /** What all differences of one kind of bug have in common. */
  String cause() {
    return path.isEmpty() ? how : path + ": " + how;
  }
}
