package io.crossfade.postgresql.copy;

import io.crossfade.connector.SharedFormats;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.TableMapping;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * In which of COPY's formats rows pass from server to server, without being decoded by us.
 *
 * <p>Binary is faster, but not every type means the same in two servers: arrays and rows of a
 * user's type carry the type's number, the types that name catalog entries are such numbers
 * themselves, what an interval has for infinity is an ordinary interval before PostgreSQL 17, and
 * an empty tsquery is taken for a broken one. Those, and whatever is not known here, go as the text
 * that all versions read alike. All columns of the written table count, for the server asks each of
 * them for its binary form.
 */
public enum FrameFormat {
  BINARY("postgresql-binary", " (FORMAT binary)"),
  TEXT("postgresql-text", ""),
  /** Rows that we make, and other engines too; only the escapes that all of them know. */
  LINES(SharedFormats.LINES, ""),
  /** Rows that other engines make, as COPY takes them fastest. */
  TYPED(SharedFormats.TYPED, " (FORMAT binary)");

  private static final Set<String> SAME_IN_BINARY =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "numeric",
          "real",
          "double precision",
          "money",
          "text",
          "character varying",
          "character",
          "bpchar",
          "\"char\"",
          "name",
          "bytea",
          "boolean",
          "uuid",
          "date",
          "time without time zone",
          "time with time zone",
          "timestamp without time zone",
          "timestamp with time zone",
          "json",
          "jsonb",
          "jsonpath",
          "xml",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "bit",
          "bit varying",
          "point",
          "line",
          "lseg",
          "box",
          "path",
          "polygon",
          "circle",
          "tsvector",
          "int4range",
          "int8range",
          "numrange",
          "tsrange",
          "tstzrange",
          "daterange",
          "int4multirange",
          "int8multirange",
          "nummultirange",
          "tsmultirange",
          "tstzmultirange",
          "datemultirange",
          "oid",
          "pg_lsn",
          "xid8",
          "pg_snapshot",
          "txid_snapshot");

  /** Those whose binary form is that of a kind, on all versions. */
  private static final Set<String> KINDS =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "numeric",
          "real",
          "double precision",
          "boolean",
          "text",
          "character varying",
          "character",
          "bytea",
          "date",
          "time without time zone",
          "timestamp without time zone",
          "timestamp with time zone",
          "interval",
          "jsonb",
          "uuid",
          "bit",
          "bit varying");

  private final String title;
  private final String options;

  FrameFormat(String title, String options) {
    this.title = title;
    this.options = options;
  }

  static FrameFormat titled(String title) {
    return Arrays.stream(values())
        .filter(format -> format.title.equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no format of frames: " + title));
  }

  /** Whether COPY reads such frames into the written table. */
  public static boolean isUnderstood(String title, TableMapping mapping) {
    return title.equals(of(mapping).title)
        || (title.equals(TYPED.title)
            && mapping.isConverted()
            && mapping.to().columns().stream().allMatch(FrameFormat::isOfKind));
  }

  /** Those in which COPY gives a mapping's rows, the fastest first. */
  static List<FrameFormat> given(TableMapping mapping) {
    boolean isTyped =
        mapping.columns().stream()
            .allMatch(column ->
                column instanceof ColumnMapping.Copied copied
                    && mapping.from().column(copied.from()).type().equals(type(mapping, copied))
                    && isOfKind(mapping.to().column(copied.to())));
    return isTyped ? List.of(of(mapping), TYPED) : List.of(of(mapping));
  }

  private static String type(TableMapping mapping, ColumnMapping column) {
    return mapping.to().column(column.to()).type();
  }

  public static FrameFormat of(TableMapping mapping) {
    if (mapping.isConverted()) {
      return LINES;
    }
    return mapping.to().columns().stream().allMatch(FrameFormat::isSameInBinary) ? BINARY : TEXT;
  }

  /** By the type's name without what stands in parentheses, or the name of an array's element. */
  private static boolean isSameInBinary(Column column) {
    return SAME_IN_BINARY.contains(column.type().replaceAll("\\([^)]*\\)|\\[\\]", ""));
  }

  private static boolean isOfKind(Column column) {
    return KINDS.contains(column.type().replaceFirst("\\([^)]*\\)", ""));
  }

  /** The name by which a reader and a writer agree on it. */
  public String title() {
    return title;
  }

  /** What follows {@code TO STDOUT} or {@code FROM STDIN}. */
  String options() {
    return options;
  }
}
