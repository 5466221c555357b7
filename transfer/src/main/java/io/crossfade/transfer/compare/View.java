package io.crossfade.transfer.compare;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Equality;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.NormalForm;
import io.crossfade.transfer.mapping.ReadPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one side of a mapped table is read so that both sides give equal rows: the columns that are
 * written, without those the written side keeps for itself.
 */
final class View implements Serializable {
  private static final long serialVersionUID = 1;

  private final TableMapping mapping;
  private final List<String> columns;

  /** Of the table that is read here. */
  private final Key slice;

  /** How many columns of the written key are the same in all rows. */
  private final int constants;

  /** The mapping that both sides are seen by. */
  private final TableMapping compared;

  private transient volatile @Nullable Comparing comparing;

  private View(TableMapping mapping, List<String> columns, Key slice, TableMapping compared) {
    this.mapping = mapping;
    this.columns = columns;
    this.slice = slice;
    this.constants = compared.writtenSlice().values().size();
    this.compared = compared;
  }

  /** The side that is read, seen through the mapping. */
  static View mapped(TableMapping mapping) {
    TableMapping all = withGenerated(mapping);
    return new View(all, compared(all), mapping.slice(), mapping);
  }

  /** What both databases compute by themselves is written by nobody, and has to be equal. */
  private static TableMapping withGenerated(TableMapping mapping) {
    List<ColumnMapping> columns = new ArrayList<>(mapping.columns());
    for (Column column : mapping.to().columns()) {
      if (column.generated()
          && mapping.equality(column.name()) != Equality.NEVER
          && mapping.from().has(column.name())
          && mapping.from().column(column.name()).generated()) {
        columns.add(computed(mapping, column));
      }
    }
    return new TableMapping(mapping.from(), mapping.to(), columns, mapping.equality());
  }

  private static ColumnMapping computed(TableMapping mapping, Column column) {
    String name = column.name();
    return mapping.isConverted()
        ? new ColumnMapping.Converted(
            name, mapping.from().column(name).kind(), name, column.kind(), false)
        : new ColumnMapping.Copied(name, name);
  }

  /** The written side, as it is. */
  static View written(TableMapping mapping) {
    List<String> columns = compared(withGenerated(mapping));
    return new View(
        new TableMapping(
            mapping.to(),
            mapping.to(),
            columns.stream().map(c -> (ColumnMapping) new ColumnMapping.Copied(c, c)).toList(),
            mapping.equality()),
        columns,
        mapping.writtenSlice(),
        mapping);
  }

  private static List<String> compared(TableMapping mapping) {
    return mapping.columns().stream()
        .filter(c -> !(c instanceof ColumnMapping.WhenMissing))
        .map(ColumnMapping::to)
        .toList();
  }

  TableMapping mapping() {
    return mapping;
  }

  List<String> columns() {
    return columns;
  }

  TableMapping reading() {
    return comparing().plan().reading();
  }

  /** The columns that are compared, in order; equal values are equal texts. */
  Row finish(Row read) {
    Comparing known = comparing();
    Row row = known.plan().finish(read);
    if (known.isNothing()) {
      return row;
    }
    @Nullable String[] values = new @Nullable String[row.size()];
    for (int i = 0; i < values.length; i++) {
      String value = row.value(i);
      values[i] = value == null ? null : known.of(i, value);
    }
    return Row.of(values);
  }

  /** Whether every value is compared as it is read, but for its normal form. */
  boolean isReady() {
    return comparing().plan().written().isPassThrough();
  }

  /** Whether a date that is zero is NULL on the other side. */
  boolean hasZerosAsNull() {
    return comparing().zeroIsNull().contains(true);
  }

  /** By column, of those whose equal values have several texts. */
  List<Optional<Kind>> kinds() {
    return comparing().kinds();
  }

  /**
   * How values become comparable, made ready once: two engines print what is equal in ways of their
   * own.
   *
   * @param isNothing whether all values are taken as they are
   * @param kinds by column, of those whose equal values have several texts
   * @param zeroIsNull by column, whether a date that is zero is NULL on the other side
   */
  private record Comparing(
      ReadPlan plan, boolean isNothing, List<Optional<Kind>> kinds, List<Boolean> zeroIsNull) {

    @Nullable String of(int column, String value) {
      if (zeroIsNull.get(column) && NormalForm.isZeroDate(value)) {
        return null;
      }
      Kind kind = kinds.get(column).orElse(null);
      return kind == null ? value : NormalForm.of(value, kind);
    }
  }

  private Comparing comparing() {
    Comparing known = comparing;
    if (known == null) {
      List<Optional<Kind>> kinds = columns.stream().map(this::printedInSeveralWays).toList();
      List<Boolean> zeros = columns.stream().map(this::zeroIsNull).toList();
      boolean nothing = kinds.stream().allMatch(Optional::isEmpty) && !zeros.contains(true);
      known = new Comparing(ReadPlan.of(mapping), nothing, kinds, zeros);
      comparing = known;
    }
    return known;
  }

  private Optional<Kind> printedInSeveralWays(String column) {
    boolean looser = compared.isConverted() || compared.equality(column) == Equality.SQL;
    return looser
        ? Optional.of(compared.to().column(column).kind()).filter(NormalForm::isNeeded)
        : Optional.empty();
  }

  private boolean zeroIsNull(String column) {
    return compared.columns().stream()
        .anyMatch(c ->
            c instanceof ColumnMapping.Converted converted
                && converted.zeroAsNull()
                && converted.to().equals(column));
  }

  /** A range as this side has it. */
  KeyRange there(KeyRange range) {
    return range.in(slice);
  }

  /** A key as this side has it. */
  Key there(Key key) {
    return slice.then(key);
  }

  /** The key, in the order of the written table's key and without its slice. */
  Key keyOf(Row row) {
    List<String> values = new ArrayList<>();
    List<String> key = mapping.to().key();
    for (String column : key.subList(constants, key.size())) {
      String value = row.value(columns.indexOf(column));
      if (value == null) {
        throw new IllegalStateException("NULL in the key of " + mapping.to().name());
      }
      values.add(value);
    }
    return new Key(values);
  }
}
