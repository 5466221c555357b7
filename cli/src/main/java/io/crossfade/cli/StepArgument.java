package io.crossfade.cli;

import io.crossfade.engine.StepName;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A step, as people write it.
final class StepArgument implements ITypeConverter<StepName> {
  @Override
  public StepName convert(String given) {
    return Arrays.stream(StepName.values())
        .filter(step -> step.spelled().equals(given))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "no step is called '%s'; there are %s"
                    .formatted(
                        given,
                        Arrays.stream(StepName.values())
                            .map(StepName::spelled)
                            .collect(Collectors.joining(", ")))));
  }
}
