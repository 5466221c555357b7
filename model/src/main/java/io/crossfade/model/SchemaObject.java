package io.crossfade.model;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that stands around the tables, in its engine's own words: a type, a function, a view.
 * What has a bearer is a <em>trait</em> of it, and nothing without it: a comment, a grant.
 *
 * @param bearer the table or object that it is a trait of; null for what stands by itself
 * @param definition the statements that make it
 * @param obstacle why it cannot be carried to another database as it is; empty where it can
 */
public record SchemaObject(
    ObjectName name,
    @Nullable ObjectName bearer,
    Section section,
    String definition,
    String obstacle,
    Uses uses)
    implements Serializable {

  /** When it is made. */
  public enum Section {
    /** Tables may need it, and it needs none. */
    BEFORE_TABLES,
    /** As soon as its table is there, which is still empty. */
    WITH_TABLES,
    /** It needs tables, and no row needs it. */
    AFTER_COPY
  }

  /**
   * What it names besides itself.
   *
   * @param columns the tables that it names, each with the columns
   * @param objects and roles too, which no schema has
   */
  public record Uses(Map<TableName, List<String>> columns, List<ObjectName> objects)
      implements Serializable {
    public Uses {
      columns =
          columns.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
      objects = List.copyOf(objects);
    }
  }
}
