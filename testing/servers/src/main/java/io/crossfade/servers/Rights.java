package io.crossfade.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives the role as whom Crossfade works in tests the rights of docs/rights, and nothing more: each
 * test then shows that no superuser is needed. What a test itself does, it does as a superuser; the
 * tables that it makes are handed over to a role that may nothing but own them.
 */
public final class Rights {
  /** As whom Crossfade works. */
  public static final String ROLE = "mover";

  private static final String OWNER = "shop_owner";

  private static final String MAKE_OWNER =
      """
      DO $$ BEGIN CREATE ROLE shop_owner; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
      """;

  /** Whatever the superuser has made in this database, but for what an extension has. */
  private static final String HAND_OVER =
      """
      DO $$ DECLARE command text; BEGIN FOR command IN
        SELECT format('GRANT USAGE, CREATE ON SCHEMA %I TO shop_owner', nspname) FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'crossfade')
        UNION ALL
        SELECT format('ALTER %s %s OWNER TO shop_owner', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
            WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass)
        FROM pg_class c WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND c.oid > 16383 AND relowner = 10
        AND relpersistence <> 't' AND relnamespace <> coalesce(to_regnamespace('crossfade'), 0)
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype IN ('a', 'i', 'e')
          AND (relkind = 'S' OR deptype = 'e'))
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO shop_owner', p.oid::regprocedure) FROM pg_proc p
        WHERE p.oid > 16383 AND proowner = 10 AND pronamespace <> coalesce(to_regnamespace('crossfade'), 0)
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype IN ('i', 'e'))
      LOOP EXECUTE command; END LOOP; END $$
      """;

  private Rights() {}

  /** To be called again when something was made; what is there stays. */
  public static void onSource(String superuserUrl) {
    give("source.sql", superuserUrl);
  }

  /** As the other. Of tables that are there already, the role is no more than the owner. */
  public static void onTarget(String superuserUrl) {
    give("target.sql", superuserUrl);
  }

  /** Where the pages have their scripts, whichever module's test is running. */
  public static Path script(String name) {
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      Path script = at.resolve("docs").resolve("rights").resolve(name);
      if (Files.exists(script)) {
        return script;
      }
    }
    throw new IllegalStateException("docs/rights/" + name + " is not above " + here);
  }

  private static void give(String script, String superuserUrl) {
    PsqlScript.statements(superuserUrl, MAKE_OWNER, HAND_OVER);
    PsqlScript.run(script(script), superuserUrl, Map.of("role", ROLE, "owner", OWNER));
    PsqlScript.statements(superuserUrl, "GRANT %s TO %s".formatted(OWNER, ROLE));
  }
}
