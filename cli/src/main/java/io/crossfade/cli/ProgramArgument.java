package io.crossfade.cli;

import io.crossfade.cli.adapter.ManifestAdapter;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A program that an adapter leads, by its name.
final class ProgramArgument implements ITypeConverter<ManifestAdapter.Kind> {
  @Override
  public ManifestAdapter.Kind convert(String text) {
    return Arrays.stream(ManifestAdapter.Kind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "' is not pgbouncer or haproxy"));
  }
}
