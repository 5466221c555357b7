package io.crossfade.cli;

import io.crossfade.model.TableName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A table as people write it: `schema.table`.
final class TableArgument implements ITypeConverter<TableName> {
  @Override
  public TableName convert(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || dot == text.length() - 1) {
      throw new TypeConversionException(
          "'%s' is not schema.table, e.g. public.orders".formatted(text));
    }
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }
}
