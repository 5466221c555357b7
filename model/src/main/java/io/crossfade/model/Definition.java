package io.crossfade.model;

import java.io.Serializable;
import java.util.List;

/**
 * What an engine says in words of its own, for an index or a check. Nobody but that engine reads
 * it, so it holds on the other side only where each of its columns has the same name and type
 * there.
 *
 * @param columns all that it names
 */
public record Definition(String text, List<String> columns) implements Serializable {
  public Definition {
    columns = List.copyOf(columns);
  }
}
