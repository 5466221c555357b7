package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlRights;
import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.Network;
import io.crossfade.servers.Rights;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// A fresh database on a real PostgreSQL 16 and one on a real PostgreSQL 18. A manifest works as
/// the role of docs/rights; whatever a test does by itself it does as a superuser.
public final class TwoDatabases {
  private static final String SUPERUSER = "postgres";

  private final String source;
  private final String target;
  private final Map<Side, Network> networks;

  public TwoDatabases() {
    this(Map.of());
  }

  /// Of two servers of the same version.
  TwoDatabases(int version) {
    this.source = SharedPostgres.newDatabase(version);
    this.target = SharedPostgres.newDatabase(version);
    this.networks = Map.of();
    giveRights();
  }

  /// With a target that may be killed.
  public TwoDatabases(EmbeddedPostgres target) {
    this(SharedPostgres.newDatabase(16), target.jdbcUrl("postgres"));
  }

  /// On servers that somebody else has started.
  TwoDatabases(String source, String target) {
    this.source = source;
    this.target = target;
    this.networks = Map.of();
    giveRights();
  }

  /// Whoever has the manifest reaches the servers over these networks, and everybody else directly.
  TwoDatabases(Map<Side, Network> networks) {
    this.source = SharedPostgres.newDatabase(16);
    this.target = SharedPostgres.newDatabase(18);
    this.networks = networks;
    giveRights();
  }

  /// Those that the pages ask for, and no more.
  private void giveRights() {
    for (Side side : Side.values()) {
      giveRights(side);
    }
  }

  /// To be called again for what was made since.
  void giveRights(Side side) {
    String url = url(side);
    if (isPostgres(side)) {
      if (side == Side.SOURCE) {
        Rights.onSource(url);
      } else {
        Rights.onTarget(url);
      }
    } else {
      if (side == Side.SOURCE) {
        MySqlRights.onSource(url, Rights.ROLE, database(url));
      } else {
        MySqlRights.onTarget(url, Rights.ROLE, database(url));
      }
      MySqlRights.unlock(url, Rights.ROLE);
    }
  }

  private static String database(String mySqlUrl) {
    return mySqlUrl.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
  }

  private boolean isPostgres(Side side) {
    return url(side).startsWith("jdbc:postgresql");
  }

  public Connection connect(Side side) throws SQLException {
    return connect(side, new Properties());
  }

  /// @param settings of the driver
  Connection connect(Side side, Properties settings) throws SQLException {
    Properties all = new Properties();
    all.putAll(settings);
    all.setProperty("user", superuser(side));
    // MariaDB's driver speaks with both, and knows one of the names.
    return DriverManager.getConnection(
        url(side).replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"), all);
  }

  public void sql(Side side, String... statements) throws SQLException {
    try (Connection connection = connect(side);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    if (isPostgres(side) && Arrays.stream(statements).anyMatch(sql -> sql.startsWith("CREATE "))) {
      giveRights(side);
    }
  }

  /// A role that may log in. Roles are the server's, which other tests use too.
  public void role(Side side, String name) throws SQLException {
    sql(
        side,
        "DO $$ BEGIN CREATE ROLE "
            + name
            + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  }

  /// Spoils the side that only Crossfade may write, in its name: the fence lets it pass, and the
  /// stream back takes it for its own.
  public void spoil(Side side, String migration, String... statements) throws SQLException {
    String direction = side == Side.TARGET ? "FORWARD" : "REVERSE";
    try (Connection connection = connect(side);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT set_config('crossfade.pass', '" + migration + "', true)");
      statement.execute(
          "SELECT pg_logical_emit_message(true, 'crossfade', '%s/%s')"
              .formatted(migration, direction));
      for (String sql : statements) {
        assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
      }
      connection.commit();
    }
  }

  /// The first column of each row.
  public List<String> column(Side side, String sql) throws SQLException {
    try (Connection connection = connect(side);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  public String one(Side side, String sql) throws SQLException {
    return column(side, sql).getFirst();
  }

  /// @param rest of the manifest, after both databases
  Manifest manifest(String migration, String rest) {
    return ManifestReader.parse("test.yaml", manifestText(migration, rest), Path.of("."));
  }

  /// As a person writes it into a file.
  public String manifestText(String migration, String rest) {
    return """
    migration: %s
    source: {url: "%s", user: %s}
    target: {url: "%s", user: %s}
    %s
    """
        .formatted(
            migration,
            overNetwork(Side.SOURCE),
            Rights.ROLE,
            overNetwork(Side.TARGET),
            Rights.ROLE,
            rest);
  }

  /// As whom a test looks at both sides, and spoils them.
  String superuser(Side side) {
    return isPostgres(side) ? SUPERUSER : "root";
  }

  private String overNetwork(Side side) {
    String url = url(side).replace("?user=" + SUPERUSER, "");
    Network network = networks.get(side);
    return network == null ? url : url.replaceFirst(":\\d+/", ":" + network.port() + "/");
  }

  /// For whoever connects by himself, as a superuser.
  public String url(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}
