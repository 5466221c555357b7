package io.crossfade.connector.expression;

import io.crossfade.model.Definition;
import io.crossfade.model.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of an index of whole columns, of which some are in descending order. */
public record PlainIndex(List<Part> parts) {
  private static final Pattern PART = Pattern.compile("\"([^\"]+)\"( DESC)?");

  /** One column. */
  public record Part(String column, boolean descending) {}

  public PlainIndex {
    parts = List.copyOf(parts);
  }

  /** What a portable table's index has; empty where it has nothing but its columns. */
  public static Optional<PlainIndex> of(@Nullable Definition definition) {
    if (definition == null) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    Matcher part = PART.matcher(definition.text());
    while (part.find()) {
      parts.add(new Part(part.group(1), part.group(2) != null));
    }
    return Optional.of(new PlainIndex(parts));
  }

  /** The index in a portable table. */
  public Index named(String name, boolean unique) {
    List<String> columns = parts.stream().map(Part::column).toList();
    boolean usual = parts.stream().noneMatch(Part::descending);
    String text = text(column -> "\"" + column + "\"");
    return new Index(name, columns, unique, false, usual ? null : new Definition(text, columns));
  }

  /** In parentheses. */
  public String text(Function<String, String> written) {
    return parts.stream()
        .map(part -> written.apply(part.column()) + (part.descending() ? " DESC" : ""))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
