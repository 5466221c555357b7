package io.crossfade.engine.planning;

import io.crossfade.connector.Database;
import io.crossfade.connector.Finding;
import io.crossfade.connector.RoleRights;
import io.crossfade.engine.manifest.GatewaySettings;
import io.crossfade.engine.manifest.GatewayUser;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who comes over the gateway may be one role on the source and another one on the target. What the
/// one may and the other may not is found here, before applications find it after the cutover.
public record GatewayRights(MappingPlan mappings, Database source, Database target) {

  /// @param gateway null where the manifest has none
  public List<Finding> findings(@Nullable GatewaySettings gateway) {
    Stream<GatewayUser> users = gateway == null ? Stream.of() : gateway.users().stream();
    return users.flatMap(this::of).toList();
  }

  private Stream<Finding> of(GatewayUser user) {
    List<TableMapping> tables = mappings.forward().tables();
    RoleRights here =
        source
            .catalog()
            .rights(
                user.source().user(), tables.stream().map(table -> table.from().name()).toList());
    RoleRights there =
        target
            .catalog()
            .rights(user.target().user(), tables.stream().map(table -> table.to().name()).toList());
    if (there.mayAll() || !there.isThere()) {
      return Stream.of(); // who is not there cannot log in, which is found elsewhere
    }
    return tables.stream().flatMap(table -> missing(user, table, here, there).stream());
  }

  private static Optional<Finding> missing(
      GatewayUser user, TableMapping table, RoleRights here, RoleRights there) {
    TableName name = table.to().name();
    Set<String> lacks = new TreeSet<>(here.rights().getOrDefault(table.from().name(), Set.of()));
    Set<String> has = there.rights().get(name);
    boolean sameRole = user.source().user().equals(user.target().user());
    if (has == null && sameRole && !here.owned().contains(table.from().name())) {
      return Optional.empty(); // it will be made, with the grants of the source
    }
    lacks.removeAll(has == null ? Set.of() : has);
    return lacks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warns(
                "user %s of the gateway may %s on the source, and as %s nothing gives him that on the target"
                    .formatted(user.name(), String.join(", ", lacks), user.target().user()),
                name.toString(),
                "GRANT %s ON these tables TO %s on the target%s, and USAGE on their schemas"
                    .formatted(
                        String.join(", ", lacks),
                        user.target().user(),
                        has == null ? ", once they are made" : "")));
  }
}
