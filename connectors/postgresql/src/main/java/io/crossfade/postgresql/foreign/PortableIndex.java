package io.crossfade.postgresql.foreign;

import io.crossfade.connector.expression.PlainIndex;
import io.crossfade.connector.expression.PlainIndex.Part;
import io.crossfade.model.Definition;
import io.crossfade.model.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of an index as other engines know. Where NULLs stand in it is not for others. */
final class PortableIndex {
  private static final Pattern TREE = Pattern.compile("USING btree \\(([^()]*)\\)");
  private static final Pattern PART =
      Pattern.compile("(?:([a-z_][a-z0-9_$]*)|\"([^\"]+)\")( DESC)?(?: NULLS (?:FIRST|LAST))?");

  private PortableIndex() {}

  static Optional<Index> of(Index index) {
    Definition definition = index.definition();
    if (definition == null) {
      return Optional.of(index);
    }
    Matcher tree = TREE.matcher(definition.text());
    if (!tree.matches()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    for (String one : tree.group(1).split(", ", -1)) {
      Matcher part = PART.matcher(one);
      if (!part.matches()) {
        return Optional.empty();
      }
      String column = part.group(1) == null ? part.group(2) : part.group(1);
      parts.add(new Part(column, part.group(3) != null));
    }
    return Optional.of(new PlainIndex(parts).named(index.name(), index.unique()));
  }
}
