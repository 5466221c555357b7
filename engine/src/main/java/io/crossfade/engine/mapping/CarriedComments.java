package io.crossfade.engine.mapping;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Comment;
import io.crossfade.connector.NotCarried;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Converted;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Comments of tables and columns of another engine's: what they say is everybody's.
///
/// @param carried what makes them on the target
/// @param listed those that only a person can make there
record CarriedComments(List<SchemaObject> carried, List<NotCarried> listed) {

  static CarriedComments of(MappingPlan mappings, Catalog source, Catalog target) {
    List<SchemaObject> carried = new ArrayList<>();
    List<NotCarried> listed = new ArrayList<>();
    for (Comment comment : source.comments(mappings.sourceTables())) {
      mappings
          .forward()
          .from(comment.table())
          .flatMap(mapping -> there(comment, mapping))
          .flatMap(target::commenting)
          .filter(made -> carried.stream().noneMatch(one -> one.name().equals(made.name())))
          .ifPresentOrElse(carried::add, () -> listed.add(left(comment)));
    }
    return new CarriedComments(carried, listed);
  }

  /// As the target names what it is of; empty where that is dropped.
  private static Optional<Comment> there(Comment comment, TableMapping mapping) {
    String column = comment.column();
    if (column == null) {
      return Optional.of(new Comment(mapping.to().name(), null, comment.text()));
    }
    boolean computed = mapping.from().column(column).generated();
    return computed && mapping.to().has(column)
        ? Optional.of(new Comment(mapping.to().name(), column, comment.text()))
        : mapping.columns().stream()
            .filter(written -> column.equals(from(written)))
            .findFirst()
            .map(written -> new Comment(mapping.to().name(), written.to(), comment.text()));
  }

  private static @Nullable String from(ColumnMapping column) {
    if (column instanceof Copied copied) {
      return copied.from();
    }
    return column instanceof Converted converted ? converted.from() : null;
  }

  private static NotCarried left(Comment comment) {
    return new NotCarried(
        comment.column() == null ? "comment" : "comment of column " + comment.column(),
        comment.table().toString(),
        "write it there yourself, after `cleanup`: " + comment.text());
  }
}
