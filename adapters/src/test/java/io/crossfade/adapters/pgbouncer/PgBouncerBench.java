package io.crossfade.adapters.pgbouncer;

import io.crossfade.adapters.Bench;
import io.crossfade.adapters.ConfigFile;
import io.crossfade.adapters.Installed;
import io.crossfade.adapters.Program;
import io.crossfade.adapters.RealProgram;
import io.crossfade.adapters.TwoDatabases;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.servers.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// A real PgBouncer before two databases.
record PgBouncerBench(TwoDatabases databases, Path file, int port, RealProgram process)
    implements Bench {
  static final String ADMIN_PASSWORD = "console-secret";

  static PgBouncerBench start(Path directory, String... settings) throws Exception {
    String program = Installed.program("pgbouncer");
    TwoDatabases databases = TwoDatabases.make();
    int port = FreePort.pick();
    Path file = directory.resolve("pgbouncer.ini");
    Path users = directory.resolve("users.txt");
    Files.writeString(
        users,
        "\"postgres\" \"clients\"\n\"crossfade\" \"%s\"\n\"other\" \"other\"\n"
            .formatted(ADMIN_PASSWORD));
    Files.writeString(
        file,
        """
        ;; the shop's pooler
        [databases]
        ; shop = host=nowhere
        shop  =  host=127.0.0.1 port=%1$d dbname=%2$s pool_size=10
        shop_ro = dbname='%2$s' port = %1$d host=127.0.0.1  application_name='reads only'
        other = host=127.0.0.1 port=%1$d dbname=postgres

        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %3$d
        unix_socket_dir =
        auth_type = md5
        auth_file = %4$s
        admin_users = crossfade
        stats_users = other
        pool_mode = transaction
        %5$s
        query_wait_timeout = 20
        server_login_retry = 1
        ignore_startup_parameters = extra_float_digits
        # shop = host=nowhere
        """
            .formatted(
                databases.port(Side.SOURCE),
                databases.name(Side.SOURCE),
                port,
                users,
                String.join("\n", settings)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    RealProgram process =
        new RealProgram(List.of(program, file.toString()), directory.resolve("log"), port);
    process.start();
    return new PgBouncerBench(databases, file, port, process);
  }

  PgBouncerSettings settings() {
    return settings(ADMIN_PASSWORD);
  }

  PgBouncerSettings settings(String password) {
    return new PgBouncerSettings(
        new ConfigFile(file),
        new PgBouncerSettings.Login("127.0.0.1", port, "crossfade", new Secret(password)),
        List.of("shop"),
        List.of("shop_ro"),
        place(Side.SOURCE),
        place(Side.TARGET),
        Duration.ofSeconds(3));
  }

  Place place(Side side) {
    return new Place("127.0.0.1", databases.port(side), databases.name(side), null);
  }

  @Override
  public Program program() {
    return new PgBouncer(settings());
  }

  Console console() {
    return Console.open(settings().console());
  }

  @Override
  public void restart() throws Exception {
    process.kill();
    process.start();
  }

  @Override
  public Connection connect() throws SQLException {
    return connect("shop", Map.of("prepareThreshold", "0"));
  }

  @Override
  public Connection connectReadOnly() throws SQLException {
    return connect("shop_ro", Map.of("prepareThreshold", "0"));
  }

  Connection connect(String database, Map<String, String> options) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", TwoDatabases.USER);
    properties.setProperty("password", "clients");
    properties.putAll(options);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
  }

  @Override
  public int waiting() {
    try (Console console = console()) {
      return console.show("POOLS").stream()
          .filter(pool -> "shop".equals(pool.get("database")))
          .mapToInt(pool -> Integer.parseInt(pool.getOrDefault("cl_waiting", "0")))
          .sum();
    }
  }

  @Override
  public boolean drainsTransactions() {
    return true;
  }

  @Override
  public boolean mayFail(String sqlState) {
    return false;
  }

  @Override
  public void close() {
    process.close();
  }
}
