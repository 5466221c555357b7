package io.crossfade.connector;

import io.crossfade.model.TableName;
import java.util.Map;
import java.util.Set;

/**
 * What a role of applications may do with tables.
 *
 * @param isThere whether there is such a role
 * @param mayAll whether nothing is refused to it
 * @param rights of those tables that are there; where it cannot reach a table, none
 * @param owned those among them that it owns, so that its rights stand in no grant
 */
public record RoleRights(
    boolean isThere, boolean mayAll, Map<TableName, Set<String>> rights, Set<TableName> owned) {
  /** Where roles are nothing that can be asked for. */
  public static final RoleRights UNKNOWN = new RoleRights(true, true, Map.of(), Set.of());

  public RoleRights {
    rights = Map.copyOf(rights);
    owned = Set.copyOf(owned);
  }
}
