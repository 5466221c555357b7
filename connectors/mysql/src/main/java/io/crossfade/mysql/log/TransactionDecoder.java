package io.crossfade.mysql.log;

import io.crossfade.connector.log.SpillDirectory;
import io.crossfade.model.Change;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.TableName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the events of a log together to whole transactions, in the order of their commits. */
final class TransactionDecoder {
  private static final long LOW = 0xffff_ffffL;
  private static final int TIME_IN_GTID = 42;

  private final Scope scope;
  private final Mark echo;
  private final MappedTables tables;
  private final SpillDirectory spill;

  private BinlogPosition at;
  private long weight;
  private boolean headed;
  private @Nullable OpenTransaction open;
  private @Nullable Instant committed;

  /** Transactions with the mark {@code echo} are told without their changes. */
  TransactionDecoder(
      BinlogPosition from, Scope scope, Mark echo, MappedTables tables, SpillDirectory spill) {
    this.at = from;
    this.scope = scope;
    this.echo = echo;
    this.tables = tables;
    this.spill = spill;
  }

  /** Whether a stream may begin behind the last event: neither a transaction's nor a heading. */
  boolean isBetween() {
    return open == null && !headed;
  }

  /** Where the last event ended. */
  BinlogPosition at() {
    return at;
  }

  /** About how many bytes of memory the last decoded transaction takes. */
  long weight() {
    return weight;
  }

  /** Returns the transaction when this was its end, and it has anything to tell. */
  @Nullable LoggedTransaction take(LogEvent event) {
    move(event);
    Bytes in = new Bytes(event.body());
    int type = event.type();
    switch (type) {
      case EventType.FORMAT_DESCRIPTION -> begins();
      case EventType.ROTATE -> rotate(in);
      case EventType.GTID, EventType.ANONYMOUS_GTID, EventType.GTID_TAGGED -> gtid(type, in);
      case EventType.MARIADB_GTID -> mariadbGtid(in);
      case EventType.QUERY, EventType.QUERY_COMPRESSED -> {
        return statement(event, LoggedQuery.read(in, type == EventType.QUERY_COMPRESSED));
      }
      case EventType.TABLE_MAP -> tables.take(in);
      case EventType.XID -> {
        return commit(event);
      }
      case EventType.XA_PREPARE -> {
        return prepare(event, in);
      }
      case EventType.EXECUTE_LOAD_QUERY -> throw statementLogged("LOAD DATA");
      case EventType.INCIDENT ->
          throw scope.untold(at, "the server says that it lost some", "Look into its error log");
      case EventType.TRANSACTION_PAYLOAD ->
          throw scope.untold(
              at,
              "a transaction is compressed, which we cannot read",
              "Run SET GLOBAL binlog_transaction_compression = OFF");
      case EventType.PARTIAL_UPDATE_ROWS -> {
        if (tables.find(in.int48()) != null) {
          throw scope.untold(
              at,
              "an update of a json value tells only what it changed within",
              "Run SET GLOBAL binlog_row_value_options = ''");
        }
      }
      default -> rowsOrNothing(event, in);
    }
    return null;
  }

  private void rowsOrNothing(LogEvent event, Bytes in) {
    RowChanges.Kind kind = RowEvents.kind(event.type());
    if (kind != null) {
      rows(event.type(), kind, in);
    } else if (!EventType.isPassedOver(event.type()) && !event.isIgnorable()) {
      throw scope.untold(
          at, "is an event of a kind that we do not know, " + event.type(), "Tell us of it");
    }
  }

  /** Positions have 32 bits in the log; a file may be larger. */
  private void move(LogEvent event) {
    if (event.next() == 0 || event.isArtificial() || event.type() == EventType.ROTATE) {
      return;
    }
    long next = at.offset() & ~LOW | event.next();
    if (next < at.offset()) {
      if (event.type() == EventType.FORMAT_DESCRIPTION) {
        return; // Told again to whoever begins in the middle of a file.
      }
      next += LOW + 1;
    }
    at = new BinlogPosition(at.file(), next);
  }

  /** What was not committed before a server ended never will be. */
  private void begins() {
    discard();
    tables.clear();
  }

  private void rotate(Bytes in) {
    long offset = in.int64();
    at = BinlogPosition.of(in.text(in.left()), offset);
    discard();
  }

  private void discard() {
    headed = false;
    if (open != null) {
      open.discard();
      open = null;
    }
  }

  private void gtid(int type, Bytes in) {
    headed = true;
    committed = null;
    if (type != EventType.GTID_TAGGED && in.left() >= TIME_IN_GTID + 7) {
      in.skip(TIME_IN_GTID);
      long micros = in.little(7) & (1L << 55) - 1;
      committed = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
  }

  /** It opens the transaction too, but where a single statement follows. */
  private void mariadbGtid(Bytes in) {
    headed = true;
    committed = null;
    in.skip(12);
    boolean isAlone = (in.int8() & 1) != 0;
    if (!isAlone) {
      begin();
    }
  }

  private void begin() {
    if (open != null) {
      throw new IllegalStateException("a transaction begins within another one, before " + at);
    }
    open = new OpenTransaction(spill);
    headed = false;
  }

  private @Nullable LoggedTransaction statement(LogEvent event, LoggedQuery query) {
    LoggedStatement statement = LoggedStatement.parse(query.sql(), query.database(), query.quotes());
    if (statement instanceof LoggedStatement.Begin
        || statement instanceof LoggedStatement.BeginXa) {
      if (open == null) {
        begin();
      }
    } else if (statement instanceof LoggedStatement.Commit) {
      return commit(event);
    } else if (statement instanceof LoggedStatement.Rollback) {
      discard();
    } else if (statement instanceof LoggedStatement.RollbackTo) {
      if (open != null && !open.isEmpty()) {
        throw scope.untold(
            at,
            "a transaction was rolled back in part, and wrote tables that know no rollback",
            "Let transactions write only tables of InnoDB");
      }
    } else if (statement instanceof LoggedStatement.Write) {
      throw statementLogged(query.firstWord());
    } else if (open == null) {
      headed = false;
      tables.clear();
      TableName emptied = scope.take(statement, at);
      if (emptied != null) {
        List<Change> truncate = List.of(new Change.Truncate(List.of(emptied)));
        weight = OpenTransaction.WEIGHT_OF_CHANGE;
        return new LoggedTransaction(at.transaction(), at, time(event), null, truncate);
      }
    }
    return null;
  }

  private RuntimeException statementLogged(String what) {
    return scope.untold(
        at,
        "a session has written its statement (" + what + ") in place of rows",
        "Run SET GLOBAL binlog_format = ROW, and find the session that sets its own binlog_format");
  }

  private void rows(int type, RowChanges.Kind kind, Bytes in) {
    OpenTransaction transaction = open;
    if (transaction == null) {
      throw new IllegalStateException("the log tells rows outside of any transaction, at " + at);
    }
    long id = in.int48();
    boolean isFirst = transaction.begin();
    MappedTables.Mapped table = tables.find(id);
    if (table == null || transaction.isMarked() || table.isMark() && !isFirst) {
      return;
    }
    RowEvents.Rows rows = RowEvents.read(type, kind, in, table.decoder());
    if (table.isMark()) {
      if (rows.rows().left() > 0
          && MarkTable.mark(rows.changes().change(rows.rows())).equals(MarkTable.of(echo))) {
        transaction.mark();
      }
    } else {
      transaction.add(rows.changes(), rows.rows());
    }
  }

  private @Nullable LoggedTransaction commit(LogEvent event) {
    OpenTransaction transaction = open;
    open = null;
    if (transaction == null || transaction.isEmpty() && !transaction.isMarked()) {
      return null;
    }
    weight = transaction.weight();
    return new LoggedTransaction(
        at.transaction(),
        at,
        time(event),
        transaction.isMarked() ? echo : null,
        transaction.changes());
  }

  /** The first half of a commit in two phases; the second one comes later, or never. */
  private @Nullable LoggedTransaction prepare(LogEvent event, Bytes in) {
    boolean isWhole = in.int8() != 0;
    if (isWhole) {
      return commit(event);
    }
    if (open != null && !open.isEmpty()) {
      throw scope.untold(
          at,
          "is a transaction in two phases (XA PREPARE), which becomes visible in an order that the log does not tell",
          "Let applications commit without XA while the migration runs");
    }
    discard();
    return null;
  }

  private Instant time(LogEvent event) {
    return committed == null ? Instant.ofEpochSecond(event.seconds()) : committed;
  }
}
