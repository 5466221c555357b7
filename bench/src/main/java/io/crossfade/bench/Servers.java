package io.crossfade.bench;

import io.crossfade.servers.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Two servers on this machine, which lose nothing when it fails, set up alike.
final class Servers implements AutoCloseable {
  /// What would come at a moment that nobody can choose is kept out of the measured time, for all.
  private static final Map<String, String> SETTINGS =
      Map.of(
          "shared_buffers", "'512MB'",
          "autovacuum", "off",
          "checkpoint_timeout", "'1h'",
          "max_wal_size", "'16GB'",
          "wal_retrieve_retry_interval", "'100ms'");

  private final Path directory;
  private final EmbeddedPostgres source;
  private final EmbeddedPostgres target;
  private final List<Long> beside = new ArrayList<>();

  private Servers(Path directory, EmbeddedPostgres source, EmbeddedPostgres target) {
    this.directory = directory;
    this.source = source;
    this.target = target;
  }

  /// The peers' own version where it is installed, else one of ours.
  static Servers start(Peers peers) throws IOException {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    return new Servers(
        directory,
        start(peers, directory.resolve("source")),
        start(peers, directory.resolve("target")));
  }

  private static EmbeddedPostgres start(Peers peers, Path data) {
    return peers.haveServer()
        ? EmbeddedPostgres.startInstalled(15, Peers.HOME, data, SETTINGS)
        : EmbeddedPostgres.start(16, data, true, SETTINGS);
  }

  Site source(String database) {
    return new Site(source, database);
  }

  Site target(String database) {
    return new Site(target, database);
  }

  /// Makes a database anew, with what is in the template.
  static Site make(Site site, String template) throws SQLException {
    drop(site);
    new Site(site.server(), "postgres")
        .sql("CREATE DATABASE " + site.database() + " TEMPLATE " + template);
    return site;
  }

  static void drop(Site site) throws SQLException {
    new Site(site.server(), "postgres")
        .sql("DROP DATABASE IF EXISTS " + site.database() + " WITH (FORCE)");
  }

  /// Writes out whatever lies in memory, so that nobody pays for who was before.
  void settle() throws SQLException {
    source("postgres").sql("CHECKPOINT");
    target("postgres").sql("CHECKPOINT");
  }

  /// Both of them, for people.
  String versions() throws SQLException {
    return version() + " -> the same";
  }

  String version() throws SQLException {
    return "PostgreSQL " + source("postgres").one("SHOW server_version");
  }

  /// What all processes of both servers have used so far.
  double cpuSeconds() {
    return Cpu.secondsOfTree(source.pid())
        + Cpu.secondsOfTree(target.pid())
        + beside.stream().mapToDouble(Cpu::secondsOfTree).sum();
  }

  /// One more server's processor time, of those that a benchmark starts itself.
  void alsoCount(long pid) {
    beside.add(pid);
  }

  @Override
  public void close() throws IOException {
    source.close();
    target.close();
    Directories.delete(directory);
  }
}
