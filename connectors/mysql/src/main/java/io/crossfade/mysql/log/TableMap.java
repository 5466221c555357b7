package io.crossfade.mysql.log;

import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What the log says of a table before it tells rows of it. */
record TableMap(TableName name, List<LoggedColumn> columns) {
  private static final int REAL_TYPE_BITS = 0x30;

  static TableName name(Bytes in) {
    String database = in.text(in.int8());
    in.skip(1);
    String table = in.text(in.int8());
    in.skip(1);
    return new TableName(database, table);
  }

  /**
   * @param charsets the name of a collation's character set, by the collation's number
   */
  static TableMap read(Bytes in, IntFunction<@Nullable String> charsets) {
    TableName name = name(in);
    int count = in.packed();
    int[] types = new int[count];
    for (int i = 0; i < count; i++) {
      types[i] = in.int8();
    }
    int[] metas = new int[count];
    Bytes meta = in.part(in.packed());
    for (int i = 0; i < count; i++) {
      metas[i] = meta(meta, types[i]);
    }
    for (int i = 0; i < count; i++) {
      if (types[i] == LoggedTypes.STRING) {
        string(types, metas, i);
      }
    }
    in.skip((count + 7) / 8); // Which columns may be null.
    TableMetadata more = TableMetadata.read(in, types, charsets);
    List<LoggedColumn> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(more.column(i, types[i], metas[i]));
    }
    return new TableMap(name, List.copyOf(columns));
  }

  private static int meta(Bytes in, int type) {
    return switch (type) {
      case LoggedTypes.FLOAT,
          LoggedTypes.DOUBLE,
          LoggedTypes.BLOB,
          LoggedTypes.JSON,
          LoggedTypes.GEOMETRY,
          LoggedTypes.TIMESTAMP2,
          LoggedTypes.DATETIME2,
          LoggedTypes.TIME2,
          LoggedTypes.BLOB_COMPRESSED ->
          in.int8();
      case LoggedTypes.VARCHAR,
          LoggedTypes.BIT,
          LoggedTypes.DECIMAL,
          LoggedTypes.VARCHAR_COMPRESSED ->
          in.int16();
      case LoggedTypes.STRING, LoggedTypes.ENUM, LoggedTypes.SET -> (int) in.big(2);
      default -> 0;
    };
  }

  /** Enums and sets hide in it, and so do the upper bits of a size. */
  private static void string(int[] types, int[] metas, int i) {
    int high = metas[i] >> 8;
    int low = metas[i] & 0xff;
    if (high == LoggedTypes.ENUM || high == LoggedTypes.SET) {
      types[i] = high;
      metas[i] = low;
    } else {
      metas[i] = (high & REAL_TYPE_BITS ^ REAL_TYPE_BITS) << 4 | low;
    }
  }

  boolean hasNames() {
    return columns.stream().allMatch(column -> column.name() != null);
  }
}
