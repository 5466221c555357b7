package io.crossfade.mysql.typed;

import io.crossfade.connector.Snapshot.ByteSink;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.ConvertedValues;
import io.crossfade.mysql.values.Form;
import io.crossfade.mysql.values.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.client.ColumnDecoder;

/** Rows of a mapping as {@code SharedFormats.TYPED}. */
public final class TypedFrames {
  /** A refused value is named by whoever reads its row as text. */
  private static final @Nullable String[] NO_KEY = {};

  private final List<TypedColumn> columns;
  private final ConvertedValues conversions;

  public TypedFrames(TableMapping mapping) {
    this.columns = TypedColumn.of(mapping).orElseThrow();
    this.conversions = ConvertedValues.ofRead(mapping);
  }

  /** Whether each of its columns has a form there. */
  public static boolean arePossible(TableMapping mapping) {
    return mapping.isConverted() && TypedColumn.of(mapping).isPresent();
  }

  /** What a query has to ask for. */
  public List<String> expressions() {
    return columns.stream()
        .filter(column -> !column.isConstant())
        .map(TypedColumn::expression)
        .toList();
  }

  /** Returns how many rows there were. */
  public long read(Connection connection, String sql, ByteSink sink) throws SQLException {
    Work work = new Work(new TypedRows(sink));
    BinaryQuery.run(connection, sql, work);
    work.out.end();
    return work.rows;
  }

  /** A column as the server gives it. */
  private record Given(
      int place,
      TypedColumn column,
      Wire wire,
      boolean unsigned,
      Form form,
      @Nullable Straight straight) {

    static Given of(int place, TypedColumn column, ColumnDecoder told) {
      Wire wire = Wire.of(told);
      var converted = Objects.requireNonNull(column.converted());
      Reading reading = Objects.requireNonNull(column.reading());
      return new Given(
          place,
          column,
          wire,
          !told.isSigned(),
          reading.form(),
          Straight.of(wire, !told.isSigned(), converted.fromKind(), converted.toKind()));
    }
  }

  private final class Work implements BinaryQuery.Rows {
    private final TypedRows out;
    private final @Nullable Given[] given = new Given[columns.size()];
    private int nullBytes;
    private long rows;

    Work(TypedRows out) {
      this.out = out;
    }

    @Override
    public void begin(ColumnDecoder[] told) {
      int next = 0;
      for (int i = 0; i < given.length; i++) {
        TypedColumn column = columns.get(i);
        given[i] = column.isConstant() ? null : Given.of(i, column, told[next++]);
      }
      nullBytes = (next + 2 + 7) / 8;
      out.begin();
    }

    @Override
    public void row(byte[] packet) {
      out.beginRow(given.length);
      int at = 1 + nullBytes;
      int next = 2; // the first two bits are nobody's
      for (int i = 0; i < given.length; i++) {
        Given column = given[i];
        if (column == null) {
          columns.get(i).write(columns.get(i).constant(), out);
        } else if ((packet[1 + next / 8] >> next++ % 8 & 1) != 0) {
          out.nullField();
        } else {
          at = write(column, packet, at);
        }
      }
      out.endRow();
      rows++;
    }

    /** Returns where the next value begins. */
    private int write(Given column, byte[] packet, int at) {
      int from = at;
      int length = column.wire.width();
      if (length == 0) {
        int first = packet[at] & 0xff;
        from = at + 1 + Lengths.more(first);
        length = first < 251 ? first : Lengths.read(packet, at + 1, Lengths.more(first));
      }
      int end = from + length;
      if (column.straight == null || !column.straight.write(packet, from, end, out)) {
        String value = column.wire.text(packet, from, end, column.unsigned, column.form);
        column.column.write(conversions.convert(column.place, value, NO_KEY), out);
      }
      return end;
    }
  }
}
