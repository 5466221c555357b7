package io.crossfade.engine.functions;

import io.crossfade.model.RowFunction;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The first letters of all its arguments. Nobody can make names of them.
public final class Initials implements RowFunction {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "initials";
  }

  @Override
  public @Nullable Object apply(List<@Nullable Object> arguments) {
    return arguments.stream()
        .map(name -> name == null ? "?" : name.toString().substring(0, 1))
        .collect(Collectors.joining());
  }
}
