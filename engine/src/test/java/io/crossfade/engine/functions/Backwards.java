package io.crossfade.engine.functions;

import io.crossfade.model.RowFunction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A text from its end to its beginning: its own inverse.
public final class Backwards implements RowFunction {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "backwards";
  }

  @Override
  public @Nullable Object apply(List<@Nullable Object> arguments) {
    Object text = arguments.getFirst();
    return text == null ? null : new StringBuilder(text.toString()).reverse().toString();
  }

  @Override
  public Optional<RowFunction> inverse() {
    return Optional.of(this);
  }
}
