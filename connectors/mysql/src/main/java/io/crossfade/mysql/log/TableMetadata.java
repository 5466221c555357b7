package io.crossfade.mysql.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What a server says of columns beside their types, as {@code binlog_row_metadata} tells it to. */
final class TableMetadata {
  private static final int SIGNEDNESS = 1;
  private static final int DEFAULT_CHARSET = 2;
  private static final int COLUMN_CHARSET = 3;
  private static final int COLUMN_NAME = 4;
  private static final int SET_LABELS = 5;
  private static final int ENUM_LABELS = 6;
  private static final int ENUM_DEFAULT_CHARSET = 10;
  private static final int ENUM_COLUMN_CHARSET = 11;

  private final int[] types;
  private final IntFunction<@Nullable String> charsets;
  private final @Nullable Boolean[] unsigned;
  private final @Nullable String[] names;
  private final @Nullable String[] charset;
  private final Map<Integer, List<byte[]>> labels = new HashMap<>();

  private TableMetadata(int[] types, IntFunction<@Nullable String> charsets) {
    this.types = types;
    this.charsets = charsets;
    this.unsigned = new @Nullable Boolean[types.length];
    this.names = new @Nullable String[types.length];
    this.charset = new @Nullable String[types.length];
  }

  static TableMetadata read(Bytes in, int[] types, IntFunction<@Nullable String> charsets) {
    TableMetadata metadata = new TableMetadata(types, charsets);
    while (in.left() > 0) {
      int field = in.int8();
      metadata.take(field, in.part(in.packed()));
    }
    return metadata;
  }

  private void take(int field, Bytes in) {
    switch (field) {
      case SIGNEDNESS -> signs(in);
      case DEFAULT_CHARSET -> defaultCharset(in, false);
      case COLUMN_CHARSET -> columnCharsets(in, false);
      case COLUMN_NAME -> {
        for (int i = 0; i < names.length; i++) {
          names[i] = in.text(in.packed());
        }
      }
      case SET_LABELS -> labels(in, LoggedTypes.SET);
      case ENUM_LABELS -> labels(in, LoggedTypes.ENUM);
      case ENUM_DEFAULT_CHARSET -> defaultCharset(in, true);
      case ENUM_COLUMN_CHARSET -> columnCharsets(in, true);
      default -> {} // Keys, visibility, geometry: the catalog says them.
    }
  }

  private void signs(Bytes in) {
    int bit = 0;
    int bits = 0;
    for (int i = 0; i < types.length; i++) {
      if (isNumber(types[i])) {
        if (bit == 0) {
          bits = in.int8();
        }
        unsigned[i] = (bits >> 7 - bit & 1) != 0;
        bit = bit + 1 & 7;
      }
    }
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case LoggedTypes.TINY,
          LoggedTypes.SHORT,
          LoggedTypes.INT24,
          LoggedTypes.LONG,
          LoggedTypes.LONGLONG,
          LoggedTypes.FLOAT,
          LoggedTypes.DOUBLE,
          LoggedTypes.YEAR,
          LoggedTypes.DECIMAL ->
          true;
      default -> false;
    };
  }

  private static boolean hasCharset(int type, boolean isEnum) {
    return isEnum
        ? type == LoggedTypes.ENUM || type == LoggedTypes.SET
        : type == LoggedTypes.STRING
            || type == LoggedTypes.VARCHAR
            || type == LoggedTypes.BLOB
            || type == LoggedTypes.VARCHAR_COMPRESSED
            || type == LoggedTypes.BLOB_COMPRESSED;
  }

  private void defaultCharset(Bytes in, boolean isEnum) {
    int usual = in.packed();
    Map<Integer, Integer> others = new HashMap<>();
    while (in.left() > 0) {
      int column = in.packed();
      others.put(column, in.packed());
    }
    int number = 0;
    for (int i = 0; i < types.length; i++) {
      if (hasCharset(types[i], isEnum)) {
        charset[i] = charsets.apply(others.getOrDefault(number++, usual));
      }
    }
  }

  private void columnCharsets(Bytes in, boolean isEnum) {
    for (int i = 0; i < types.length; i++) {
      if (hasCharset(types[i], isEnum) && in.left() > 0) {
        charset[i] = charsets.apply(in.packed());
      }
    }
  }

  private void labels(Bytes in, int type) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] == type && in.left() > 0) {
        int count = in.packed();
        List<byte[]> values = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
          values.add(in.copy(in.packed()));
        }
        labels.put(i, values);
      }
    }
  }

  LoggedColumn column(int i, int type, int meta) {
    return new LoggedColumn(type, meta, unsigned[i], names[i], charset[i], labels.get(i));
  }
}
