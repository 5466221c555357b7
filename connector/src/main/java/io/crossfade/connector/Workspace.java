package io.crossfade.connector;

import io.crossfade.model.Direction;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Optional;

/**
 * Our own schema {@code crossfade} in a database: what only that database can know, because it must
 * commit together with the rows.
 */
public interface Workspace {
  /**
   * Makes the schema if it is missing and takes the lease here; SUPERSEDED if a newer one was here,
   * MIGRATION_ELSEWHERE if one of another store was, CROSSFADE_TOO_OLD if a newer Crossfade has
   * made what is here.
   */
  void take(Lease lease);

  /**
   * The newest lease that was here; empty where nothing of this migration is recorded.
   * CROSSFADE_TOO_OLD if a newer Crossfade has made what is here.
   */
  Optional<Lease> lease(String migration);

  /** Whether anything of this migration is recorded here. */
  default boolean knows(String migration) {
    return lease(migration).isPresent();
  }

  /** Removes everything of this migration, and the schema with the last one. Repeatable. */
  void remove(String migration);

  /** Records where the stream that is written here begins; an existing record stays as it is. */
  void begin(Lease lease, Direction direction, StreamState start);

  /**
   * Lets a stream that was begun go on elsewhere, without applying anything: in a log that was made
   * anew, perhaps on another server.
   */
  void rebase(Lease lease, Direction direction, StreamState start);

  Optional<StreamState> stream(String migration, Direction direction);

  /** Records the chunks of a table, all WAITING; a table that has chunks keeps them. */
  void plan(Lease lease, TableName source, List<KeyRange> ranges);

  /**
   * Forgets the chunks of a table, which is to be copied anew. Only while no stream is written
   * here: it would take the table for one that is copied.
   */
  void forget(Lease lease, TableName source);

  /** All chunks, by table and number. */
  List<Chunk> chunks(String migration);

  /** Takes one WAITING chunk for copying, with the next attempt number; empty when none waits. */
  Optional<Chunk> open(Lease lease);

  /**
   * Returns chunks that an older lease or a failed attempt left COPYING to WAITING, ending that
   * session.
   */
  void reopen(Lease lease);

  /** Returns one chunk of ours to WAITING after a failed attempt. */
  void reopen(Lease lease, Chunk chunk);

  /**
   * SQL with which an application asks whether its own writes have arrived: where they were
   * written, if that is here, and how far they have come, if they come here. The other side may be
   * of another engine, so positions of any form are understood.
   */
  Freshness freshness(String migration, Direction direction);
}
