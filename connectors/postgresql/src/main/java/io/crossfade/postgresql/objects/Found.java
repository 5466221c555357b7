package io.crossfade.postgresql.objects;

import io.crossfade.model.ObjectName;
import java.util.Set;

/**
 * An object as the catalog tells it.
 *
 * @param obstacle empty where nothing is in the way of carrying it
 * @param hangs the number of the table or view without which it is nothing; 0 for none
 */
record Found(Address address, ObjectName name, String definition, String obstacle, long hangs) {
  private static final Set<String> VIEWS = Set.of("view", "materialized view");

  boolean isView() {
    return VIEWS.contains(name.kind());
  }

  boolean isExtension() {
    return name.kind().equals("extension");
  }

  boolean isSchema() {
    return name.kind().equals("schema");
  }
}
