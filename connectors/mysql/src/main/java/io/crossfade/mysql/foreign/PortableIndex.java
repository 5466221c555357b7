package io.crossfade.mysql.foreign;

import io.crossfade.connector.expression.PlainIndex;
import io.crossfade.connector.expression.PlainIndex.Part;
import io.crossfade.model.Definition;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.values.Kind.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of an index as other engines know. */
final class PortableIndex {
  /** Characters of a value that every engine takes into an index as a whole. */
  private static final int SHORT = 500;

  private static final Pattern WHOLE = Pattern.compile("\\(([^'/]*)\\)");
  private static final Pattern PART = Pattern.compile("`([^`\"]+)`(\\(\\d+\\))?( DESC)?");

  private PortableIndex() {}

  static Optional<Index> of(Index index, Table table) {
    Definition definition = index.definition();
    if (definition == null) {
      return Optional.of(index);
    }
    Matcher whole = WHOLE.matcher(definition.text());
    if (!whole.matches()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    for (String one : whole.group(1).split(", ", -1)) {
      Matcher part = PART.matcher(one);
      if (!part.matches() || part.group(2) != null && (index.unique() || !isShort(table, part))) {
        return Optional.empty();
      }
      parts.add(new Part(part.group(1), part.group(3) != null));
    }
    return Optional.of(new PlainIndex(parts).named(index.name(), index.unique()));
  }

  /** Of the beginnings of such values an index is as good as one of the whole values. */
  private static boolean isShort(Table table, Matcher part) {
    var kind = table.column(part.group(1)).kind();
    return kind.is(Family.TEXT, Family.BYTES) && kind.size() > 0 && kind.size() <= SHORT;
  }
}
