package io.crossfade.postgresql.session;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all sessions with the server that answered first. An address may lead to a standby that was
 * promoted meanwhile. It has another timeline and perhaps less than the one before, so nothing that
 * was seen there may be taken for true here: not a position, not a snapshot, not a chunk's state.
 */
public final class SameServer {
  /** The timeline of the log being written; an error on a standby. */
  public static final String TIMELINE =
      "('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint";

  /** Which server answers: its system, and its timeline unless it is a standby at the moment. */
  static final String COLUMNS =
      "(SELECT system_identifier::text FROM pg_control_system()), CASE WHEN NOT pg_is_in_recovery() THEN "
          + TIMELINE
          + " END::text";

  private final String database;
  private @Nullable String first;

  SameServer(String database) {
    this.database = database;
  }

  /** DATABASE_FAILED by a standby that may become it, SERVER_REPLACED by another server. */
  synchronized void require(String system, @Nullable String timeline) {
    if (timeline == null) {
      requireNone();
      return;
    }
    String now = "system " + system + " on timeline " + timeline;
    if (first == null) {
      first = now;
    } else if (!first.equals(now)) {
      throw new CrossfadeException(
          ErrorCode.SERVER_REPLACED,
          "%s is another server than the one that this process began with: it was %s, now it is %s. It was failed over or replaced; nothing more is done there in this process"
              .formatted(database, first, now),
          Map.of("database", database));
    }
  }

  /** Before anybody was met a standby may be looked at: preflight says what is wrong with it. */
  private void requireNone() {
    if (first != null) {
      throw new CrossfadeException(
          ErrorCode.DATABASE_FAILED,
          database + " is a standby at the moment; is it being failed over?",
          Map.of("database", database, CrossfadeException.PASSES, "true"));
    }
  }
}
