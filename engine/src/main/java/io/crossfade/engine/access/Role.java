package io.crossfade.engine.access;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What somebody may do. Whoever has any role but the router's may look.
public enum Role {
  VIEWER,
  /// Begins migrations and moves them.
  OPERATOR,
  /// Approves what others ask for.
  APPROVER,
  /// Makes and revokes accounts.
  ADMIN,
  /// An application: learns its route, and says how far it is with it.
  ROUTER;

  /// As people write it.
  public String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// MANIFEST_INVALID with the roles that there are.
  public static Role named(String text) {
    return Arrays.stream(values())
        .filter(role -> role.spelled().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.MANIFEST_INVALID,
                "there is no role \"%s\"; the roles are %s"
                    .formatted(text, text(EnumSet.allOf(Role.class)))));
  }

  /// Several, with commas between them.
  public static String text(Set<Role> roles) {
    return roles.stream().sorted().map(Role::spelled).collect(Collectors.joining(","));
  }

  /// What [#text] has written.
  public static Set<Role> read(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(Role::named)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
  }
}
