package io.crossfade.adapters.pgbouncer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a line of `[databases]` points. Passwords are no part of it: they belong into PgBouncer's
/// `auth_file`.
///
/// @param user the line's `user`, as whom PgBouncer logs in for everybody; null where it logs in as
///   each client
public record Place(String host, int port, String dbname, @Nullable String user) {

  /// As the keys of a line.
  Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("host", host);
    keys.put("port", "" + port);
    keys.put("dbname", dbname);
    if (user != null) {
      keys.put("user", user);
    }
    return keys;
  }

  @Override
  public String toString() {
    return host + ":" + port + "/" + dbname + (user == null ? "" : " as " + user);
  }
}
