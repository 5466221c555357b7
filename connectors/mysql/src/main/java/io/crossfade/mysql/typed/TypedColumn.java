package io.crossfade.mysql.typed;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.Kind;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.values.Reading;
import io.crossfade.mysql.values.ValueType;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of typed frames.
 *
 * @param converted null for a constant
 * @param constant its text
 * @param reading as it would be read as text, without a constant
 * @param expression what is asked for; without a constant
 */
record TypedColumn(
    TypedForm form,
    ColumnMapping.@Nullable Converted converted,
    @Nullable String constant,
    @Nullable Reading reading,
    String expression,
    String table) {

  /** In the mapping's order; empty where one of them has no form. */
  static Optional<List<TypedColumn>> of(TableMapping mapping) {
    List<TypedColumn> columns = new ArrayList<>();
    for (ColumnMapping column : mapping.columns()) {
      TypedColumn typed = of(mapping, column);
      if (typed == null) {
        return Optional.empty();
      }
      columns.add(typed);
    }
    return Optional.of(columns);
  }

  private static @Nullable TypedColumn of(TableMapping mapping, ColumnMapping column) {
    String table = mapping.to().name().toString();
    if (column instanceof ColumnMapping.Constant constant) {
      Kind kind = mapping.to().column(constant.to()).kind();
      return TypedForm.of(kind)
          .map(form -> new TypedColumn(form, null, constant.value(), null, "", table))
          .orElse(null);
    }
    if (column instanceof ColumnMapping.Converted converted
        && TypedForm.isPossible(converted.fromKind(), converted.toKind())) {
      String type = mapping.from().column(converted.from()).type();
      String name = Sql.quote(converted.from());
      Reading reading = Reading.of(ValueType.of(type), name);
      return new TypedColumn(
          TypedForm.of(converted.toKind()).orElseThrow(),
          converted,
          null,
          reading,
          isPrinted(type) ? reading.expression() : name,
          table);
    }
    return null;
  }

  /** What only the server knows how to print. */
  private static boolean isPrinted(String type) {
    return switch (ValueType.of(type).family()) {
      case BIT, JSON -> true;
      default -> type.toLowerCase(Locale.ROOT).contains("zerofill");
    };
  }

  boolean isConstant() {
    return converted == null;
  }

  /** Adds a field with a value as it is after its conversion. */
  void write(@Nullable String value, TypedRows out) {
    if (value == null) {
      out.nullField();
      return;
    }
    try {
      form.write(value, out);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw refused(e);
    }
  }

  /** Not told with the row's key: whoever reads the row as text says which it is, or takes it. */
  private CrossfadeException refused(RuntimeException e) {
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "a value for " + table + " has no form in typed frames; mend the row, or the mapping",
        Map.of("table", table, CrossfadeException.PASSES, "true"),
        e);
  }
}
