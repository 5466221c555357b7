package io.crossfade.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.ColumnMapping.Constant;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.ColumnMapping.WhenMissing;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowMapperTest {
  private static final Table PEOPLE =
      Tables.table(
          "public.people", "id bigint!", "first text!", "last text", "born date", "note text");
  private static final Table CLIENTS =
      Tables.table(
          "shop.clients",
          "number bigint!",
          "name text",
          "born timestamptz",
          "origin text",
          "vat text",
          "note text");

  private static final TableMapping MAPPING =
      new TableMapping(
          PEOPLE,
          CLIENTS,
          List.<ColumnMapping>of(
              new Copied("id", "number"),
              new Computed("name", "first + ' ' + last"),
              new Cast("born", "date", "born", "timestamptz"),
              new Constant("origin", "crossfade"),
              new WhenMissing("vat", "0"),
              new Copied("note", "note")));

  @Test
  void mapsEveryKindOfColumn() {
    Row mapped = new RowMapper(MAPPING).map(Row.of("7", "Ada", "Lovelace", "1815-12-10", "x"));
    assertThat(mapped).isEqualTo(Row.of("7", "Ada Lovelace", "1815-12-10", "crossfade", "0", "x"));
  }

  @Test
  void isNullWhereAnInputIsNull() {
    Row mapped = new RowMapper(MAPPING).map(Row.of("7", "Ada", null, null, null));
    assertThat(mapped).isEqualTo(Row.of("7", null, null, "crossfade", "0", null));
  }

  @Test
  void leavesAbsentWhatCameFromAbsentValues() {
    RowMapper mapper = new RowMapper(MAPPING);
    Row row = Row.partial(new String[] {"7", null, null, null, null}, bits(1, 2, 4));
    assertThat(mapper.needsAbsentValues(row)).isFalse();
    assertThat(mapper.map(row))
        .isEqualTo(Row.partial(new String[] {"7", null, null, "crossfade", "0", null}, bits(1, 5)));
  }

  /**
   * The log says nothing of an unchanged long value while the other input may well have changed.
   */
  @Test
  void tellsWhereOnlySomeInputsAreAbsentAndDoesNotGuess() {
    RowMapper mapper = new RowMapper(MAPPING);
    Row row = Row.partial(new String[] {"7", "Ada", null, null, "x"}, bits(2));
    assertThat(mapper.needsAbsentValues(row)).isTrue();
    assertThat(mapper.map(row))
        .isEqualTo(Row.partial(new String[] {"7", null, null, "crossfade", "0", "x"}, bits(1)));
  }

  @Test
  void worksAfterATripToAnotherProcess() throws Exception {
    RowMapper mapper = new RowMapper(MAPPING);
    Row before = mapper.map(Row.of("7", "Ada", "Lovelace", null, "x"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(mapper);
    RowMapper arrived =
        (RowMapper)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(arrived.map(Row.of("7", "Ada", "Lovelace", null, "x"))).isEqualTo(before);
  }

  @Test
  void givesTheSameRowWhereNothingChanges() {
    Row row = Row.of("7", "Ada", "Lovelace", null, "x");
    assertThat(new RowMapper(TableMapping.identity(PEOPLE)).map(row)).isSameAs(row);
  }

  @Test
  void namesTableAndKeyButNoValueWhenARowCannotBeMapped() {
    TableMapping mapping =
        new TableMapping(
            PEOPLE,
            Tables.table("shop.clients", "id bigint!", "code integer"),
            List.of(new Copied("id", "id"), new Computed("code", "int(note)")));
    assertThatThrownBy(() -> new RowMapper(mapping).map(Row.of("7", "a", "b", null, "s3cret")))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROW);
              assertThat(e)
                  .hasMessage(
                      "the row of shop.clients with id=7 has no value for column code: a value cannot be converted or is out of range;"
                          + " mend the row, and it goes on by itself; or abort, and change the mapping in the manifest");
              assertThat(e.getCause()).isNull();
            });
  }

  private static BitSet bits(int... bits) {
    BitSet set = new BitSet();
    for (int bit : bits) {
      set.set(bit);
    }
    return set;
  }
}
