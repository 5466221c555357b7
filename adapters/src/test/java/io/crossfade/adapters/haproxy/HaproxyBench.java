package io.crossfade.adapters.haproxy;

import io.crossfade.adapters.Await;
import io.crossfade.adapters.Bench;
import io.crossfade.adapters.ConfigFile;
import io.crossfade.adapters.Installed;
import io.crossfade.adapters.Program;
import io.crossfade.adapters.RealProgram;
import io.crossfade.adapters.TwoDatabases;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import io.crossfade.servers.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A real HAProxy before two databases.
record HaproxyBench(
    TwoDatabases databases,
    Path file,
    int port,
    int readOnlyPort,
    RealProgram process,
    List<CompletableFuture<Connection>> opened)
    implements Bench {

  static HaproxyBench start(Path directory) throws Exception {
    String program = Installed.program("haproxy");
    TwoDatabases databases = TwoDatabases.make();
    int port = FreePort.pick();
    int readOnly = FreePort.pick();
    Path file = directory.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        # the shop's balancer
        global
          stats socket %1$s mode 600 level admin
        defaults
          mode tcp
          timeout connect 2s
          timeout queue 20s
          timeout client 1h
          timeout server 1h
        frontend shop
          bind 127.0.0.1:%2$d
          default_backend shop
        frontend shop_ro
          bind 127.0.0.1:%3$d
          default_backend shop_ro
        backend shop
        \tserver pg1  127.0.0.1:%4$d   # the old one
          server pg2 127.0.0.1:%5$d  maxconn 50 disabled # the new one
        backend shop_ro
          server pg1 127.0.0.1:%4$d
          server pg2 127.0.0.1:%5$d disabled
        """
            .formatted(
                socket(directory),
                port,
                readOnly,
                databases.port(Side.SOURCE),
                databases.port(Side.TARGET)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    RealProgram process =
        new RealProgram(
            List.of(program, "-db", "-f", file.toString()), directory.resolve("log"), port);
    HaproxyBench bench =
        new HaproxyBench(databases, file, port, readOnly, process, new CopyOnWriteArrayList<>());
    bench.restart();
    return bench;
  }

  private static Path socket(Path directory) {
    return directory.resolve("admin.sock");
  }

  HaproxySettings settings() {
    return new HaproxySettings(
        new ConfigFile(file),
        socket(file.resolveSibling("")),
        List.of("shop"),
        List.of("shop_ro"),
        "pg1",
        "pg2");
  }

  @Override
  public Program program() {
    return new Haproxy(settings());
  }

  @Override
  public void restart() throws Exception {
    process.kill();
    process.start();
    Await.until("its socket answers", this::isAnswering);
  }

  private boolean isAnswering() {
    try {
      return new RuntimeSocket(settings().socket()).ask("show stat").startsWith("#");
    } catch (CrossfadeException e) {
      return false; // the ports come before the socket
    }
  }

  /// A hold lets one session at a time in.
  @Override
  public void occupy() throws Exception {
    CompletableFuture<Connection> opening =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return connect();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            },
            Executors.newVirtualThreadPerTaskExecutor());
    opened.add(opening);
    Await.until("a session is open, or waits", () -> opening.isDone() || waiting() > 0);
  }

  @Override
  public Connection connect() throws SQLException {
    return connect(port);
  }

  @Override
  public Connection connectReadOnly() throws SQLException {
    return connect(readOnlyPort);
  }

  private Connection connect(int to) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&user=%s"
            .formatted(to, databases.name(Side.SOURCE), TwoDatabases.USER));
  }

  @Override
  public int waiting() {
    return new RuntimeSocket(settings().socket())
        .ask("show stat -1 6 -1")
        .lines()
        .filter(line -> line.startsWith("shop,"))
        .mapToInt(line -> Integer.parseInt(line.split(",", -1)[2]))
        .sum();
  }

  @Override
  public boolean drainsTransactions() {
    return false;
  }

  /// Refused by the fence, or cut off.
  @Override
  public boolean mayFail(String sqlState) {
    return sqlState.equals("25006") || sqlState.startsWith("08");
  }

  @Override
  public void close() {
    process.close();
  }
}
