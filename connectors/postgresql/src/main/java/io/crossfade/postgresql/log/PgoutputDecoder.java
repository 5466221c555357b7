package io.crossfade.postgresql.log;

import io.crossfade.connector.log.SpillDirectory;
import io.crossfade.connector.log.SpilledChanges;
import io.crossfade.connector.log.Standing;
import io.crossfade.model.Change;
import io.crossfade.model.Changes;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.OwnTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes messages of pgoutput's protocol version 1, in which a transaction comes whole after its
 * commit and under its top-level id.
 */
final class PgoutputDecoder {
  private static final long SECONDS_BEFORE_2000 = 946_684_800L;

  /** What a change weighs in memory beside its values. */
  static final int WEIGHT_OF_CHANGE = 150;

  /** A transaction that weighs more goes on in a file. */
  static final long LARGEST_IN_MEMORY = 16L << 20;

  private final Map<TableName, Table> tables = new HashMap<>();
  private final Map<Integer, RowDecoder> decoders = new HashMap<>();
  private final Map<Integer, Relation> unknown = new HashMap<>();
  private final TransactionIds ids;
  private final TypeNames types;
  private final Standing standing;
  private final Mark echo;
  private final SpillDirectory spill;
  private final WireReader in = new WireReader();

  private @Nullable List<Change> changes;
  private @Nullable SpilledChanges spilled;
  private boolean marked;
  private long id;
  private long weight;
  private int lastRelation;
  private @Nullable RowDecoder lastDecoder;

  /** Transactions with the mark {@code echo} are told without their changes. */
  PgoutputDecoder(
      List<Table> tables,
      Mark echo,
      TransactionIds ids,
      TypeNames types,
      Standing standing,
      SpillDirectory spill) {
    this.standing = standing;
    this.spill = spill;
    tables.forEach(table -> this.tables.put(table.name(), table));
    this.echo = echo;
    this.ids = ids;
    this.types = types;
  }

  /** Whether the last message was one between a transaction's begin and its commit. */
  boolean isInTransaction() {
    return changes != null;
  }

  /**
   * About how many bytes of memory the last decoded transaction takes. One that went on in a file
   * counts as full, so that not many of them wait.
   */
  long weight() {
    return spilled == null ? weight : Math.max(weight, LARGEST_IN_MEMORY);
  }

  /**
   * Takes the message that begins at {@code from}; returns the transaction when this was its end.
   */
  @Nullable LoggedTransaction decode(byte[] message, int from) {
    in.over(message, from);
    byte kind = in.int8();
    switch (kind) {
      case 'B' -> begin();
      case 'C' -> {
        return commit();
      }
      case 'R' -> relation();
      case 'I', 'U', 'D' -> change(message, from);
      case 'T' -> truncate();
      case 'M' -> message();
      case 'Y', 'O' -> {} // Names of types, and where a transaction came from: others need them.
      default -> throw new IllegalStateException("unknown message " + (char) kind + " in the log");
    }
    return null;
  }

  private void begin() {
    in.int64(); // The commit's place, which its own message repeats.
    in.int64();
    id = ids.lift(in.int32());
    changes = new ArrayList<>();
    spilled = null;
    marked = false;
    weight = WEIGHT_OF_CHANGE;
  }

  private LoggedTransaction commit() {
    List<Change> told = inTransaction();
    in.int8();
    in.int64();
    Lsn end = new Lsn(in.int64());
    long micros = in.int64();
    Instant committed =
        Instant.ofEpochSecond(
            SECONDS_BEFORE_2000 + Math.floorDiv(micros, 1_000_000),
            Math.floorMod(micros, 1_000_000) * 1_000L);
    changes = null;
    return new LoggedTransaction(
        id,
        end,
        committed,
        marked ? echo : null,
        spilled == null ? Changes.of(told, weight) : spilled.end());
  }

  /** A partition is described too, beside its table under whose name its changes are told. */
  private void relation() {
    Relation relation = Relation.read(in);
    Table table = tables.get(relation.name());
    if (table == null) {
      decoders.remove(relation.oid());
      unknown.put(relation.oid(), relation);
    } else {
      decoders.put(relation.oid(), RelationMatch.decoder(relation, table, types, standing));
    }
    lastDecoder = null;
  }

  private void change(byte[] message, int from) {
    List<Change> told = inTransaction();
    if (marked) {
      return;
    }
    RowDecoder decoder = decoder(in.int32());
    long itsWeight = WEIGHT_OF_CHANGE + 2L * (message.length - from);
    if (spilled == null && weight + itsWeight > LARGEST_IN_MEMORY) {
      spilled = new SpilledChanges(spill, told, WEIGHT_OF_CHANGE);
    }
    if (spilled == null) {
      told.add(decoder.change(in.over(message, from)));
      weight += itsWeight;
    } else {
      spilled.add(decoder, message, from, message.length);
    }
  }

  private void truncate() {
    List<Change> told = inTransaction();
    int count = in.int32();
    in.int8(); // Cascaded tables are in the list; sequences are not what a stream carries.
    List<TableName> truncated = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      truncated.add(decoder(in.int32()).name());
    }
    Change.Truncate truncate = new Change.Truncate(truncated);
    if (spilled != null) {
      spilled.add(truncate);
    } else if (!marked) {
      told.add(truncate);
    }
  }

  /**
   * The mark is the first thing in a transaction of ours; later on, it is somebody else's message.
   */
  private void message() {
    boolean transactional = (in.int8() & 1) != 0;
    in.int64();
    String prefix = in.name();
    if (transactional
        && prefix.equals(OwnTransaction.PREFIX)
        && inTransaction().isEmpty()
        && spilled == null) {
      marked |= in.text(in.int32()).equals(OwnTransaction.text(echo));
    }
  }

  /** Most changes are of the same table as the one before. */
  private RowDecoder decoder(int relation) {
    RowDecoder decoder = lastDecoder;
    if (decoder == null || lastRelation != relation) {
      decoder = decoders.get(relation);
      if (decoder == null) {
        throw undecodable(relation);
      }
      lastDecoder = decoder;
      lastRelation = relation;
    }
    return decoder;
  }

  private RuntimeException undecodable(int number) {
    Relation relation = unknown.get(number);
    return relation != null
        ? RelationMatch.renamed(relation)
        : new IllegalStateException("the log changes a table that it has not described: " + number);
  }

  private List<Change> inTransaction() {
    List<Change> told = changes;
    if (told == null) {
      throw new CrossfadeException(
          ErrorCode.INTERNAL, "the log tells a change outside of any transaction");
    }
    return told;
  }
}
