package io.crossfade.demo.judge;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a column's values are, whatever the engine: equal values are equal text.
enum Value {
  NUMBER {
    @Override
    @Nullable String read(ResultSet row, int column) throws SQLException {
      BigDecimal number = row.getBigDecimal(column);
      return number == null ? null : number.stripTrailingZeros().toPlainString();
    }
  },
  /// A binary number: two decimal texts may mean the same one.
  DOUBLE {
    @Override
    @Nullable String read(ResultSet row, int column) throws SQLException {
      double number = row.getDouble(column);
      return row.wasNull() ? null : Double.toString(number);
    }
  },
  FLAG {
    @Override
    @Nullable String read(ResultSet row, int column) throws SQLException {
      boolean flag = row.getBoolean(column);
      return row.wasNull() ? null : Boolean.toString(flag);
    }
  },
  TEXT {
    @Override
    @Nullable String read(ResultSet row, int column) throws SQLException {
      return row.getString(column);
    }
  },
  /// With or without an offset, which is UTC's. The source prints them itself: MariaDB's driver
  /// takes .072 for .72.
  MOMENT {
    @Override
    Column of(String name) {
      return of("cast(" + name + " AS char)", name);
    }

    @Override
    @Nullable String read(ResultSet row, int column) throws SQLException {
      String text = row.getString(column);
      return text == null
          ? null
          : LocalDateTime.parse(text.replaceFirst("\\+00$", "").replace(' ', 'T')).toString();
    }
  },
  /// The order of its keys, and blanks between them, mean nothing.
  JSON {
    @Override
    @Nullable String read(ResultSet row, int column) throws SQLException {
      String text = row.getString(column);
      return text == null
          ? null
          : JSON_TREES.writeValueAsString(JSON_TREES.readValue(text, Object.class));
    }
  },
  BYTES {
    @Override
    @Nullable String read(ResultSet row, int column) throws SQLException {
      byte[] bytes = row.getBytes(column);
      return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
  };

  private static final JsonMapper JSON_TREES =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /// The value of a row's column; null where there is none.
  abstract @Nullable String read(ResultSet row, int column) throws SQLException;

  /// A column of the same name on both sides.
  Column of(String name) {
    return new Column(this, name, name);
  }

  /// @param source what makes the value on the source
  /// @param target its name on the target
  Column of(String source, String target) {
    return new Column(this, source, target);
  }

  /// Something that both sides have.
  record Column(Value value, String source, String target) {}
}
