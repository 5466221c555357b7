package io.crossfade.spring;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Predicate;
import org.springframework.core.env.Environment;

/** Tools that change the schema when an application starts, by the DataSource that they find. */
enum SchemaTools {
  FLYWAY("spring.flyway", "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"),
  LIQUIBASE(
      "spring.liquibase",
      "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration");

  private static final Logger LOG = System.getLogger(SchemaTools.class.getPackageName());

  private final String prefix;
  private final String configuration;

  SchemaTools(String prefix, String configuration) {
    this.prefix = prefix;
    this.configuration = configuration;
  }

  /**
   * Only told: what runs may have a DataSource of its own, or nothing to do.
   *
   * @param present whether there is such a class
   */
  static void warnOf(Environment environment, Predicate<String> present) {
    for (SchemaTools tool : values()) {
      if (present.test(tool.configuration)
          && !environment.containsProperty(tool.prefix + ".url")
          && environment.getProperty(tool.prefix + ".enabled", Boolean.class, true)) {
        LOG.log(
            Level.WARNING,
            "{0} would change the schema of one side only, whichever is written. Set {0}.url to the source, or {0}.enabled=false; see docs/spring-boot.md of Crossfade.",
            tool.prefix);
      }
    }
  }
}
