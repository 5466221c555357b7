package io.crossfade.engine.store;

import io.crossfade.engine.audit.Act;
import io.crossfade.engine.audit.Audit;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.audit.AuditHead;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/// The audit in the store. It never waits for a store that is away: who asks for something wants an
/// answer now.
public final class AuditLog implements Audit {
  private static final Logger LOG = System.getLogger(AuditLog.class.getName());

  private static final String HEAD = "select number, hash from audit_head where single = 1";
  private static final String MOVE =
      "update audit_head set number = :number, hash = :hash where single = 1";
  private static final String INSERT =
      """
      insert into audit
        (number, at, who, migration, what, outcome, answers, details, previous, hash)
      values
        (:number, :at, :who, :migration, :what, :outcome, :answers, :details, :previous, :hash)\
      """;
  private static final String SELECT =
      """
      select number, at, who, migration, what, outcome, answers, details, previous, hash
      from audit where number > :number order by number limit :limit\
      """;

  private final StoreDatabase database;
  private final InstantSource clock;
  private final List<Consumer<AuditHead>> listeners = new CopyOnWriteArrayList<>();

  AuditLog(StoreDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// It lies on the disk when this returns, and its head is logged: whoever reads the log later
  /// must find no head there of an entry that a loss of power took away.
  public AuditEntry append(Act act) {
    AuditEntry entry = database.inTransaction(h -> append(h, act));
    database.syncToDisk();
    LOG.log(Level.INFO, "audit head " + entry.head());
    listeners.forEach(listener -> listener.accept(entry.head()));
    return entry;
  }

  /// As the other, for what has happened and is true whether it can be recorded or not.
  public Optional<AuditEntry> tryToAppend(Act act) {
    try {
      return Optional.of(append(act));
    } catch (CrossfadeException e) {
      LOG.log(Level.WARNING, "the audit does not have %s: %s".formatted(act, e.getMessage()));
      return Optional.empty();
    }
  }

  /// Calls the listener with each head from now on; it must be quick and not throw.
  public void listen(Consumer<AuditHead> listener) {
    listeners.add(listener);
  }

  @Override
  public List<AuditEntry> after(long number, int limit) {
    return database.call(h ->
        h.createQuery(SELECT)
            .bind("number", number)
            .bind("limit", limit)
            .map((row, _) -> entry(row))
            .list());
  }

  @Override
  public AuditHead head() {
    return database.call(h -> head(h, HEAD));
  }

  /// Who is stopped in the midst of it keeps others waiting for two seconds: then the server ends
  /// its transaction.
  private AuditEntry append(Handle handle, Act act) {
    // microseconds are what the table keeps
    AuditEntry entry =
        AuditEntry.after(
            head(handle, HEAD + " for update"),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            act);
    handle
        .createUpdate(INSERT)
        .bindMethods(entry)
        .bindMethods(act)
        .bind("at", timestamp(entry))
        .execute();
    handle.createUpdate(MOVE).bindMethods(entry).execute();
    return entry;
  }

  private static AuditHead head(Handle handle, String sql) {
    return handle
        .createQuery(sql)
        .map((row, _) -> new AuditHead(row.getLong("number"), row.getString("hash")))
        .findOne()
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.DATABASE_FAILED,
                "the control store's table audit_head has no row: somebody has removed it. See docs/audit.md for what to do."));
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        new Act(
            row.getString("who"),
            row.getString("migration"),
            row.getString("what"),
            row.getString("outcome"),
            row.getLong("answers"),
            row.getString("details")),
        row.getString("previous"),
        row.getString("hash"));
  }

  private static Argument timestamp(AuditEntry entry) {
    return (position, statement, _) ->
        statement.setObject(position, entry.at().atOffset(ZoneOffset.UTC));
  }
}
