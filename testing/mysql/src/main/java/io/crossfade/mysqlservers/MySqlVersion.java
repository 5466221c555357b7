package io.crossfade.mysqlservers;

import java.util.Optional;

/** The servers that can be started. */
public enum MySqlVersion {
  /** Only where the module has copied it: see connectors/mysql. */
  MARIADB_10_11("mariadb-10.11"),
  MARIADB_11_4("mariadb-11.4"),
  /** Needs {@code libaio.so.1} of the system. */
  MYSQL_8_0("mysql-8.0");

  private final String label;

  MySqlVersion(String label) {
    this.label = label;
  }

  /** As in "mariadb-11.4". */
  public String label() {
    return label;
  }

  public boolean isMariaDb() {
    return this != MYSQL_8_0;
  }

  /** Why this machine cannot run it, which is a reason to skip a test; empty if it can. */
  public Optional<String> missing() {
    return MySqlBinaries.missing(this);
  }
}
