package io.crossfade.mysql.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What our user may, as the server lists it for him: the only list that he may read without further
 * rights, and the only one that is the same for all servers.
 *
 * @param roles whether he has roles too, whose rights may not be listed
 */
record Grants(List<Grant> grants, boolean roles) {
  private static final Pattern GRANT =
      Pattern.compile("GRANT (.+) ON (?:TABLE )?(\\*|`(?:[^`]|``)+`)\\.(\\*|`(?:[^`]|``)+`) TO .*");
  private static final Pattern ROLE = Pattern.compile("GRANT [`'](?!.* ON ).+ TO .*");
  private static final String ALL = "*";

  /**
   * @param database a pattern of LIKE, or {@code *}
   * @param table or {@code *}
   */
  record Grant(Set<String> rights, String database, String table) {}

  static Grants read(Asked asked) throws SQLException {
    return of(asked.rows("SHOW GRANTS", row -> row.getString(1)));
  }

  static Grants of(List<String> lines) {
    List<Grant> grants = new ArrayList<>();
    boolean roles = false;
    for (String line : lines) {
      Matcher grant = GRANT.matcher(line);
      if (grant.matches()) {
        Set<String> rights = new HashSet<>();
        Arrays.stream(grant.group(1).split(",(?![^(]*\\))", -1))
            .map(right -> right.strip().toUpperCase(Locale.ROOT))
            .forEach(rights::add);
        grants.add(new Grant(rights, unquoted(grant.group(2)), unquoted(grant.group(3))));
      } else {
        roles |= ROLE.matcher(line).matches();
      }
    }
    return new Grants(grants, roles);
  }

  private static String unquoted(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  /** For the whole server; each of these names will do. */
  boolean has(String... rights) {
    return grants.stream()
        .filter(grant -> grant.database().equals(ALL))
        .anyMatch(grant -> gives(grant, rights));
  }

  /** For all tables of a database. */
  boolean hasIn(String database, String right) {
    return grants.stream()
        .filter(grant -> grant.table().equals(ALL) && covers(grant.database(), database))
        .anyMatch(grant -> gives(grant, right));
  }

  boolean hasOn(String database, String table, String right) {
    return hasIn(database, right)
        || grants.stream()
            .filter(grant -> grant.table().equals(table) && covers(grant.database(), database))
            .anyMatch(grant -> gives(grant, right));
  }

  private static boolean gives(Grant grant, String... rights) {
    return grant.rights().contains("ALL PRIVILEGES")
        || Arrays.stream(rights).anyMatch(grant.rights()::contains);
  }

  /** Of a database an underscore stands for any sign, unless it has a backslash before it. */
  private static boolean covers(String pattern, String database) {
    if (pattern.equals(ALL) || pattern.equals(database)) {
      return true;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else {
        regex.append(c == '_' ? "." : c == '%' ? ".*" : Pattern.quote(String.valueOf(c)));
      }
    }
    return database.matches(regex.toString());
  }
}
