package io.crossfade.postgresql.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.SharedFormats;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFormatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "integer",
        "numeric(12,2)",
        "character varying(5)",
        "character(5)",
        "\"char\"",
        "timestamp(3) without time zone",
        "time with time zone",
        "text[]",
        "numeric(5,2)[]",
        "bit varying(5)",
        "jsonb",
        "tstzrange",
        "datemultirange",
        "pg_lsn"
      })
  void whatIsTheSameEverywhereGoesInBinary(String type) {
    assertThat(format(type)).isEqualTo(FrameFormat.BINARY);
  }

  /** An infinite interval is a finite one to an older server; numbers of catalogs are their own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "interval",
        "interval day to second(3)",
        "interval[]",
        "tsquery",
        "aclitem",
        "regclass",
        "regtype[]",
        "public.mood",
        "public.mood[]",
        "public.\"integer\"",
        "public.\"a(b)\""
      })
  void allElseGoesAsText(String type) {
    assertThat(format(type)).isEqualTo(FrameFormat.TEXT);
  }

  /** Two forms of a JSON document, and types of others, are not those of a kind. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "jsonb; true",
        "numeric(12,2); true",
        "timestamp(3) without time zone; true",
        "bit varying(5); true",
        "json; false",
        "text[]; false",
        "public.mood; false",
        "interval day to second(3); false",
        "time with time zone; false"
      })
  void rowsOfOtherEnginesAreTakenInBinaryWhereEachTypeIsAKind(String type, boolean isUnderstood) {
    TableMapping mapping = identity(type);
    List<ColumnMapping> converted =
        List.of(
            new ColumnMapping.Converted("id", Kind.integer(32), "id", Kind.integer(32), false),
            new ColumnMapping.Converted("v", Kind.text(), "v", Kind.text(), false));

    assertThat(
            FrameFormat.isUnderstood(
                SharedFormats.TYPED, new TableMapping(mapping.from(), mapping.to(), converted)))
        .isEqualTo(isUnderstood);
    assertThat(FrameFormat.isUnderstood(SharedFormats.TYPED, mapping)).isFalse();
  }

  private static FrameFormat format(String type) {
    return FrameFormat.of(identity(type));
  }

  private static TableMapping identity(String type) {
    Table table =
        new Table(
            new TableName("public", "t"),
            List.of(
                new Column("id", "integer", false, null, false, false),
                new Column("v", type, true, null, false, false)),
            List.of("id"),
            List.of(),
            List.of(),
            0);
    return TableMapping.identity(table);
  }
}
