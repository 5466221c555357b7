package io.crossfade.bench;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.TableMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// Reads a backlog of changes and does nothing with them.
@Command(
    name = "read",
    mixinStandardHelpOptions = true,
    description = "Read changes: against pg_recvlogical.")
final class ReadBench extends BenchCommand {
  private static final String OURS = "ours, every change decoded";
  private static final String PEER = "pg_recvlogical to /dev/null";

  @Override
  List<Outcome> run(Arena arena) throws Exception {
    Site source = Servers.make(arena.servers().source("read"), "template0");
    Backlog backlog = Backlog.inserts(arena.rows());
    backlog.create().on(source);
    try (Ours ours = Ours.open("read", source.endpoint(), source.endpoint())) {
      ours.retain(backlog.tables());
      for (int round = 0; round < arena.allRounds(); round++) {
        source.sql("SELECT pg_create_logical_replication_slot('read_" + round + "', 'pgoutput')");
      }
      long changes = backlog.write().on(source);
      Position end = ours.source().log().marker("read");
      Mapping mapping = ours.mapping(backlog.tables(), TableMapping::identity);
      List<Contestant> contestants = new ArrayList<>();
      contestants.add(
          new Contestant(
              OURS, round -> {}, round -> read(ours, mapping, end, changes), round -> {}));
      if (arena.peers().have("pg_recvlogical")) {
        contestants.add(peer(arena, source, end));
      }
      Results results = Race.run(arena, contestants);
      return List.of(
          new Outcome(
              "read",
              arena.servers().versions(),
              new Outcome.Amount(changes, WideRows.bytes(source)),
              results.all(),
              !results.have(PEER)
                  ? List.of()
                  : List.of(
                      Ratio.atLeast(
                          0.85, "speed of pg_recvlogical", results.of(PEER), results.of(OURS))),
              arena.peers().missing()));
    }
  }

  private static void read(Ours ours, Mapping mapping, Position end, long expected) {
    long changes = 0;
    try (ChangeStream stream = ours.read(mapping)) {
      while (!stream.readThrough().isAtLeast(end)) {
        LoggedTransaction transaction = stream.next(Duration.ofSeconds(1));
        changes += transaction == null ? 0 : transaction.changes().count();
      }
    }
    if (changes != expected) {
      throw new IllegalStateException("read " + changes + " changes instead of " + expected);
    }
  }

  /// A slot for each round: what was read of one is confirmed.
  private static Contestant peer(Arena arena, Site source, Position end) throws Exception {
    String publication = source.one("SELECT pubname FROM pg_publication");
    return new Contestant(
        PEER,
        round -> {},
        round ->
            Programs.run(
                List.of(
                    arena.peers().program("pg_recvlogical"),
                    "--dbname=" + source.uri(),
                    "--slot=read_" + round,
                    "--start",
                    "--endpos=" + end.encode(),
                    "--no-loop",
                    "--file=/dev/null",
                    "--option=proto_version=1",
                    "--option=publication_names=" + publication,
                    "--option=messages=true")),
        round -> requireConfirmed(source, round, end));
  }

  private static void requireConfirmed(Site source, int round, Position end) throws Exception {
    String confirmed =
        source.one(
            "SELECT confirmed_flush_lsn >= '%s' FROM pg_replication_slots WHERE slot_name = 'read_%d'"
                .formatted(end.encode(), round));
    if (!confirmed.equals("t")) {
      throw new IllegalStateException("pg_recvlogical did not read to the end");
    }
  }
}
