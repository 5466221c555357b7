package io.crossfade.connector;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.Serializable;
import java.util.Map;

/**
 * In whose name we write. The number grows with each process that takes a migration over, and every
 * write is refused once a database has seen a newer one.
 *
 * @param store which control store has counted the number; the numbers of two stores say nothing
 *     about each other, so a database that knows one of them refuses the other
 */
public record Lease(String migration, String store, long number) implements Serializable {

  /** MIGRATION_ELSEWHERE where a database knows this one. */
  public void requireSameStore(Lease there) {
    if (!there.store().equals(store)) {
      throw new CrossfadeException(
          ErrorCode.MIGRATION_ELSEWHERE,
          "a migration named "
              + migration
              + " is already carried out on this database, from another state directory or host; go on from"
              + " there, or give this one another name. If that state is lost, see docs/steps/prepare.md",
          Map.of("migration", migration));
    }
  }

  /** As {@link #requireSameStore}; SUPERSEDED where the one that a database knows is newer. */
  public void requireNoNewer(Lease there) {
    requireSameStore(there);
    if (there.number() > number) {
      throw superseded();
    }
  }

  /** What to throw where a database knows another one. */
  public CrossfadeException superseded() {
    return new CrossfadeException(
        ErrorCode.SUPERSEDED,
        "lease "
            + number
            + " of migration "
            + migration
            + " is not the valid one in this database: another process has taken the migration"
            + " over, or it was removed; nothing was written",
        Map.of("migration", migration, "lease", Long.toString(number)));
  }
}
